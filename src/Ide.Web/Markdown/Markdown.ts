import { codeParts } from "../Ui/CodeParts";
import { element } from "../Ui/Elements";
import { headingName, targetOf } from "./MarkdownLinks";

/** What a shown Markdown text may ask of the page around it. */
export interface MarkdownReader {
  /** Where relative links begin; without it they lead nowhere. */
  readonly folder?: string;
  /** A picture of the sandbox, by its path, as an address that the page may show. */
  readonly picture?: (path: string) => Promise<string | undefined>;
  readonly openFile?: (path: string) => void;
}

/**
 * Shows Markdown with formulas in an element of the class `markdown`. Whatever the text is, it runs nothing, asks no
 * server for anything as its reader, and looks like nothing but text. The libraries are loaded when they are needed.
 */
export async function showMarkdown(host: HTMLElement, text: string, reader: MarkdownReader = {}): Promise<void> {
  const { parseMarkdown } = await import("./MarkdownSource");
  const content = parseMarkdown(text);
  arm(content, host, reader);
  await setFormulas(content);
  host.classList.add("markdown");
  host.replaceChildren(content);
}

/** Shows HTML with no more rights than it has within Markdown: tables and text, no styles of its own, nothing that runs. */
export async function showPlainHtml(host: HTMLElement, html: string): Promise<void> {
  const { clean } = await import("./MarkdownSource");
  const content = clean(html);
  arm(content, host, {});
  host.classList.add("markdown");
  host.replaceChildren(content);
}

/** Shows a formula as results bring it: with its dollars, brackets or environment, or bare. */
export async function showLatex(host: HTMLElement, latex: string): Promise<void> {
  const { formulaAt } = await import("./MathSyntax");
  const text = latex.trim();
  const formula = formulaAt(text, 0);
  const whole = formula?.end === text.length ? formula : { tex: text, display: true };
  // SymPy writes $\displaystyle …$ and means a line of its own.
  const display = whole.display || whole.tex.startsWith("\\displaystyle");
  const made = element(display ? "div" : "span", display ? "math math-display" : "math", whole.tex);
  const several = formula !== undefined && formula.end < text.length;
  if (several) {
    await showMarkdown(host, latex);
    return;
  }

  host.classList.add("markdown");
  host.replaceChildren(made);
  await setFormulas(host);
}

/** How many formulas one text may have set; what comes after stays as it was written. */
const mostFormulas = 2000;

async function setFormulas(root: ParentNode): Promise<void> {
  const formulas = [...root.querySelectorAll<HTMLElement>(".math")].slice(0, mostFormulas);
  if (formulas.length > 0) {
    const [{ setFormula }] = await Promise.all([import("./Formulas"), formulaStyles()]);
    formulas.forEach((each) => setFormula(each, each.textContent ?? "", each.classList.contains("math-display")));
  }
}

let styles: Promise<void> | undefined;

function formulaStyles(): Promise<void> {
  styles ??= new Promise((resolve) => {
    const link = element("link");
    link.rel = "stylesheet";
    link.href = "/Markdown/Katex.bundle.css";
    // Formulas without their looks are still there to be read.
    link.onload = link.onerror = () => resolve();
    document.head.append(link);
  });
  return styles;
}

function arm(content: DocumentFragment, host: HTMLElement, reader: MarkdownReader): void {
  content.querySelectorAll<HTMLElement>("[data-href]").forEach((link) => armLink(link, host, reader));
  content.querySelectorAll<HTMLElement>("[data-src]").forEach((picture) => armPicture(picture, reader));
  for (const code of content.querySelectorAll<HTMLElement>("pre")) {
    code.tabIndex = 0;
  }

  content.querySelectorAll<HTMLElement>("pre > code[class*=language-]").forEach(colourCode);
}

function colourCode(code: HTMLElement): void {
  const language = code.className.replace("language-", "").toLowerCase();
  code.replaceChildren(...codeParts(code.textContent ?? "", spokenNames[language] ?? language));
}

/** What people write behind the fence for a language. */
const spokenNames: Readonly<Record<string, string>> = {
  py: "python",
  python3: "python",
  ipython: "python",
  js: "javascript",
  jsx: "javascript",
  mjs: "javascript",
  ts: "typescript",
  tsx: "typescript",
  sh: "shell",
  bash: "shell",
  zsh: "shell",
};

function armLink(link: HTMLElement, host: HTMLElement, reader: MarkdownReader): void {
  const target = targetOf(link.dataset["href"] ?? "", location.origin, reader.folder);
  delete link.dataset["href"];
  if (!(link instanceof HTMLAnchorElement)) {
    return;
  }

  if (target.kind === "web") {
    link.href = target.url;
    link.target = "_blank";
    link.rel = "noopener noreferrer nofollow";
  } else if (target.kind === "heading" || (target.kind === "file" && reader.openFile)) {
    link.href = "#";
    link.addEventListener("click", (event) => {
      event.preventDefault();
      target.kind === "file" ? reader.openFile?.(target.path) : headingOf(host, target.name)?.scrollIntoView();
    });
  }
}

function headingOf(host: HTMLElement, name: string): HTMLElement | undefined {
  return [...host.querySelectorAll<HTMLElement>("h1, h2, h3, h4, h5, h6, [data-id]")].find(
    (heading) => heading.dataset["id"]?.toLowerCase() === name || headingName(heading.textContent ?? "") === name,
  );
}

function armPicture(picture: HTMLElement, reader: MarkdownReader): void {
  const target = targetOf(picture.dataset["src"] ?? "", location.origin, reader.folder);
  delete picture.dataset["src"];
  if (!(picture instanceof HTMLImageElement)) {
    return;
  }

  if (target.kind === "data") {
    picture.src = target.url;
  } else if (target.kind === "file" && reader.picture) {
    void reader.picture(target.path).then((address) => address === undefined ? picture.replaceWith(picture.alt) : (picture.src = address));
  } else {
    // A picture of the web would tell its server who reads: it is a link, which its reader may follow.
    picture.replaceWith(...(target.kind === "web" ? [pictureLink(target.url, picture.alt)] : [picture.alt]));
  }
}

function pictureLink(url: string, alt: string): HTMLElement {
  const link = element("a", "", alt === "" ? url : alt);
  link.href = url;
  link.target = "_blank";
  link.rel = "noopener noreferrer nofollow";
  return link;
}
