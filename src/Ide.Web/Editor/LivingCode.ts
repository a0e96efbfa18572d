/** Characters before the cursor that a context is asked with: names further up are known to it by what ran. */
const mostCode = 20_000;

/** Lines of a description that a hover shows. */
const mostLines = 60;

/** The code up to a place, from the beginning of a line, and where in the text it starts. */
export function codeBefore(text: string, offset: number): { readonly code: string; readonly start: number } {
  const start = offset <= mostCode ? 0 : text.indexOf("\n", offset - mostCode) + 1;
  const from = start > offset ? offset : start;
  return { code: text.slice(from, offset), start: from };
}

/** A description as Markdown that shows it letter by letter, whatever it holds. */
export function descriptionOf(text: string): string {
  const lines = text.replace(/\x1b\[[0-9;]*m/g, "").trimEnd().split("\n");
  const shown = [...lines.slice(0, mostLines), ...(lines.length > mostLines ? ["…"] : [])].join("\n");
  const longest = Math.max(2, ...[...shown.matchAll(/`+/g)].map(([ticks]) => ticks.length));
  const fence = "`".repeat(longest + 1);
  return `${fence}text\n${shown}\n${fence}`;
}

/** The call whose argument is being written: where its name ends, and which argument it is, from 0. */
export function openCall(code: string): { readonly nameEnd: number; readonly argument: number } | undefined {
  let depth = 0;
  let argument = 0;
  const outside = withoutStrings(code);
  for (let at = outside.length - 1; at >= 0 && outside.length - at < 2000; at--) {
    const character = outside[at]!;
    if (")]}".includes(character)) {
      depth++;
    } else if ("([{".includes(character) && depth > 0) {
      depth--;
    } else if (character === "(") {
      return /[\w\])]$/.test(outside.slice(0, at)) ? { nameEnd: at, argument } : undefined;
    } else if (character === "[" || character === "{") {
      return undefined;
    } else if (character === "," && depth === 0) {
      argument++;
    }
  }

  return undefined;
}

/** The same length, with what stands in quotes blanked out. */
function withoutStrings(code: string): string {
  return code.replace(/"""[^]*?"""|'''[^]*?'''|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|#[^\n]*/g, (text) => "_".repeat(text.length));
}

/** The signature that a description of IPython begins with. */
export function signatureIn(description: string): { readonly label: string; readonly parameters: readonly string[] } | undefined {
  const plain = description.replace(/\x1b\[[0-9;]*m/g, "");
  const label = /^(?:Init signature|Signature):\s*([^]*?)(?:\n[A-Z][\w ]*:|$)/.exec(plain)?.[1]?.replace(/\s+/g, " ").trim();
  const open = label?.indexOf("(") ?? -1;
  if (label === undefined || open < 0) {
    return undefined;
  }

  const close = label.lastIndexOf(")");
  return { label, parameters: splitParameters(label.slice(open + 1, close < open ? undefined : close)) };
}

function splitParameters(text: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let from = 0;
  for (const [at, character] of [...text].entries()) {
    depth += "([{".includes(character) ? 1 : ")]}".includes(character) ? -1 : 0;
    if (character === "," && depth === 0) {
      parts.push(text.slice(from, at).trim());
      from = at + 1;
    }
  }

  return [...parts, text.slice(from).trim()].filter((part) => part !== "" && part !== "/" && part !== "*");
}
