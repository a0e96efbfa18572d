import { copyText } from "../../Ui/Clipboard";
import { element, iconButton, textButton } from "../../Ui/Elements";
import { toast } from "../../Ui/Toasts";
import { childrenOf, countOf, type JsonPath, pathText, previewOf, search } from "./JsonPaths";

/** Children drawn at once of one object or array. */
const page = 100;

/** A JSON value as a tree whose branches are made when they are opened, with a search over all of it. */
export function jsonTree(value: unknown): HTMLElement {
  const tree = element("div", "json-tree", branch([], value, true));
  const found = element("div", "json-found");
  found.setAttribute("role", "status");
  const field = element("input", "field json-search");
  field.type = "search";
  field.placeholder = "Find a key or a value";
  field.setAttribute("aria-label", "Find a key or a value");
  field.addEventListener("input", () => showFound(found, tree, value, field));
  const tools = element("div", "json-tools", field, iconButton("copy", "Copy as JSON", () => void copy(jsonOf(value), "Copied the JSON.")));
  return element("div", "json-result", tools, found, tree);
}

function showFound(found: HTMLElement, tree: HTMLElement, value: unknown, field: HTMLInputElement): void {
  const words = field.value.trim();
  tree.hidden = words !== "";
  if (words === "") {
    found.replaceChildren();
    return;
  }

  const { matches, isPartial } = search(value, words);
  const lines = matches.map((match) => {
    const go = textButton(pathText(match.path), "json-match", () => {
      field.value = "";
      showFound(found, tree, value, field);
      reveal(tree, match.path);
    });
    go.append(element("span", "json-count", ` ${previewOf(match.value)}`));
    return go;
  });
  const count = matches.length === 0 ? "Nothing found" : `${matches.length}${isPartial ? " or more" : ""} found`;
  found.replaceChildren(element("div", "run-note", count), ...lines);
}

/** Opens the branches on the way to a value, and goes there. */
function reveal(tree: HTMLElement, path: JsonPath): void {
  let at: Element | null = tree.querySelector("details");
  path.forEach((key) => {
    if (at instanceof HTMLDetailsElement) {
      at.open = true;
      at.dispatchEvent(new CustomEvent("json-reveal", { detail: key }));
      const child = [...at.children].find((node) => node instanceof HTMLElement && node.dataset["key"] === String(key));
      at = child?.querySelector(":scope > details") ?? child ?? at;
    }
  });
  const target = at?.querySelector<HTMLElement>(":scope > summary, :scope > .json-copy") ?? tree;
  target.scrollIntoView({ block: "nearest" });
  target.focus();
}

function branch(path: JsonPath, value: unknown, open: boolean): HTMLElement {
  const key = path.at(-1);
  const label = key === undefined ? [] : [element("span", "json-key", String(key)), ": "];
  if (typeof value !== "object" || value === null) {
    return keyed(element("div", "json-leaf", ...label, leafOf(value), copyPath(path)), key);
  }

  const count = countOf(value);
  const summary = element("summary", "", ...label, element("span", "json-count", previewOf(value)));
  const details = element("details", "json-branch", summary);
  const more = textButton("", "button-quiet button-small json-rest", () => draw(page));
  let drawn = 0;
  const draw = (next: number): void => {
    const children = childrenOf(value, drawn, next).map(([name, child]) => branch([...path, name], child, false));
    drawn += children.length;
    more.remove();
    details.append(...children);
    if (drawn < count) {
      more.textContent = `Show more (${(count - drawn).toLocaleString("en")} left)`;
      details.append(more);
    }
  };
  const fill = (): void => (drawn === 0 ? draw(page) : undefined);
  details.addEventListener("toggle", fill, { once: true });
  details.addEventListener("json-reveal", (event) => {
    fill();
    const wanted = childrenOf(value).findIndex(([name]) => name === (event as CustomEvent<unknown>).detail);
    // What lies in between is drawn with it, within reason.
    draw(Math.min(Math.max(0, wanted + 1 - drawn), 20 * page));
  });
  if (open) {
    details.open = true;
    fill();
  }

  // Beside it, not in it: a summary is a button itself.
  return keyed(element("div", "json-node", details, copyPath(path)), key);
}

function keyed<T extends HTMLElement>(node: T, key: string | number | undefined): T {
  if (key !== undefined) {
    node.dataset["key"] = String(key);
  }

  return node;
}

function leafOf(value: unknown): HTMLElement {
  const kind = value === null ? "null" : typeof value;
  const whole = JSON.stringify(value) ?? "undefined";
  const leaf = element("span", `json-${kind}`, previewOf(value));
  if (whole.length > 200) {
    leaf.title = whole.slice(0, 2_000);
  }

  return leaf;
}

function copyPath(path: JsonPath): HTMLElement {
  const text = pathText(path);
  const button = iconButton("link", `Copy the path ${text}`, () => void copy(text, `Copied ${text}`));
  button.classList.add("json-copy");
  button.addEventListener("click", (event) => event.preventDefault());
  return button;
}

function jsonOf(value: unknown): string {
  try {
    return JSON.stringify(value, undefined, 2);
  } catch {
    return "";
  }
}

async function copy(text: string, done: string): Promise<void> {
  try {
    await copyText(text);
    toast("success", done);
  } catch {
    toast("error", "The browser did not allow copying.");
  }
}
