import { element, textButton } from "../../Ui/Elements";
import { livePreview } from "./LivePreview";
import type { Preview, PreviewSource } from "./Preview";

/** Children that are drawn at once of one object or array. */
const portion = 200;

/** JSON as a tree. Its branches are made when they are opened, so that a large file costs no more than what is looked at. */
export function jsonPreview(source: PreviewSource): Preview {
  return livePreview(source, "preview-json", async (host) => {
    const opened = new Set([...host.querySelectorAll<HTMLDetailsElement>("details[open]")].map((branch) => branch.dataset["path"]));
    const isFirst = opened.size === 0;
    const value: unknown = JSON.parse(source.text() ?? "");
    host.replaceChildren(element("div", "json-tree preview-page", branch("", "$", value, (path) => (isFirst ? path === "$" : opened.has(path)))));
  });
}

function branch(name: string, path: string, value: unknown, isOpen: (path: string) => boolean): HTMLElement {
  const label = name === "" ? [] : [element("span", "json-key", name), ": "];
  if (typeof value !== "object" || value === null) {
    const leaf = element("div", "json-leaf", ...label, element("span", `json-${value === null ? "null" : typeof value}`, JSON.stringify(value)));
    leaf.title = path;
    return leaf;
  }

  const entries = Object.entries(value);
  const count = Array.isArray(value) ? `[${entries.length}]` : `{${entries.length}}`;
  const summary = element("summary", "", ...label, element("span", "json-count", count));
  summary.title = path;
  const details = element("details", "json-branch", summary);
  details.dataset["path"] = path;
  const fill = (from: number): void => {
    const shown = entries.slice(from, from + portion).map(([key, child]) => branch(key, childPath(path, key, Array.isArray(value)), child, isOpen));
    const left = entries.length - from - shown.length;
    const more = textButton(`${left.toLocaleString("en")} more`, "button-small", () => {
      more.remove();
      fill(from + portion);
    });
    details.append(...shown, ...(left > 0 ? [more] : []));
  };
  details.addEventListener("toggle", () => details.childElementCount === 1 && fill(0));
  if (isOpen(path)) {
    details.open = true;
    fill(0);
  }

  return details;
}

function childPath(path: string, key: string, isArray: boolean): string {
  return isArray ? `${path}[${key}]` : /^[A-Za-z_]\w*$/.test(key) ? `${path}.${key}` : `${path}[${JSON.stringify(key)}]`;
}
