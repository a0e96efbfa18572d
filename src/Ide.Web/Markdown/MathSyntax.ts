import type { MarkdownIt, StateBlock, StateInline } from "markdown-it";

/** A formula found at a place of a text. */
export interface Formula {
  readonly tex: string;
  readonly display: boolean;
  /** Where the text goes on, in UTF-16 units. */
  readonly end: number;
}

const fences = [
  { open: "$$", close: "$$", display: true },
  { open: "\\[", close: "\\]", display: true },
  { open: "\\(", close: "\\)", display: false },
  { open: "$", close: "$", display: false },
] as const;

/**
 * The formula that begins at a place, if one does. A single dollar follows pandoc's rule, so that prices stay prices: no
 * space after the first, none before the last, and no digit behind it.
 */
export function formulaAt(text: string, at: number): Formula | undefined {
  const fence = fences.find(({ open }) => text.startsWith(open, at));
  if (!fence) {
    return undefined;
  }

  const start = at + fence.open.length;
  for (let close = text.indexOf(fence.close, start); close >= 0; close = text.indexOf(fence.close, close + 1)) {
    const tex = text.slice(start, close);
    const end = close + fence.close.length;
    if (fence.close.startsWith("$") && isEscaped(text, close)) {
      continue;
    }

    if (fence.open === "$" && (/^\s|\s$|\n\s*\n/.test(tex) || /[0-9]/.test(text[end] ?? ""))) {
      return undefined;
    }

    return tex.trim() === "" ? undefined : { tex, display: fence.display, end };
  }

  return undefined;
}

function isEscaped(text: string, at: number): boolean {
  let backslashes = 0;
  while (text[at - 1 - backslashes] === "\\") {
    backslashes++;
  }

  return backslashes % 2 === 1;
}

/** Teaches markdown-it formulas: `$…$`, `$$…$$`, `\(…\)`, `\[…\]` and LaTeX environments. They become `.math` elements. */
export function mathSyntax(markdown: MarkdownIt): void {
  markdown.inline.ruler.before("escape", "math", inlineMath);
  markdown.block.ruler.before("fence", "math", blockMath, { alt: ["paragraph", "reference", "blockquote", "list"] });
  markdown.renderer.rules["math"] = (tokens, index) => {
    const token = tokens[index]!;
    const tag = token.block ? "div" : "span";
    const look = token.block || token.markup === "$$" ? "math math-display" : "math";
    return `<${tag} class="${look}">${markdown.utils.escapeHtml(token.content)}</${tag}>${token.block ? "\n" : ""}`;
  };
}

function inlineMath(state: StateInline, silent: boolean): boolean {
  const formula = formulaAt(state.src, state.pos);
  if (!formula || formula.end > state.posMax) {
    return false;
  }

  if (!silent) {
    const token = state.push("math", "", 0);
    token.content = formula.tex;
    token.markup = formula.display ? "$$" : "$";
  }

  state.pos = formula.end;
  return true;
}

/** A display formula that has its lines for itself; paragraphs may be torn by it, as by a fence of code. */
function blockMath(state: StateBlock, startLine: number, endLine: number, silent: boolean): boolean {
  const start = state.bMarks[startLine]! + state.tShift[startLine]!;
  const last = state.eMarks[endLine - 1]!;
  const found = environmentAt(state.src, start) ?? formulaAt(state.src, start);
  if (!found?.display || found.end > last) {
    return false;
  }

  let line = startLine;
  while (state.eMarks[line]! < found.end) {
    line++;
  }

  if (state.src.slice(found.end, state.eMarks[line]).trim() !== "") {
    return false;
  }

  if (!silent) {
    const token = state.push("math", "", 0);
    token.block = true;
    token.content = found.tex;
    token.map = [startLine, line + 1];
    state.line = line + 1;
  }

  return true;
}

/** `\begin{align} … \end{align}`: Jupyter's people write it without dollars. */
function environmentAt(text: string, at: number): Formula | undefined {
  const name = /^\\begin\{([a-zA-Z]+\*?)\}/.exec(text.slice(at, at + 64))?.[1];
  const close = name === undefined ? -1 : text.indexOf(`\\end{${name}}`, at);
  const end = close + `\\end{${name}}`.length;
  return close < 0 ? undefined : { tex: text.slice(at, end), display: true, end };
}
