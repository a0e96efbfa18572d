/** A piece of code, and what it is to who reads it. */
export interface Token {
  readonly kind: "comment" | "string" | "number" | "keyword" | "plain";
  readonly text: string;
}

/** Longer code stays in one colour. */
const longest = 64 * 1024;

const keywords: Readonly<Record<string, string>> = {
  python:
    "False None True and as assert async await break case class continue def del elif else except finally for from global if import in is lambda match nonlocal not or pass raise return try while with yield",
  javascript:
    "as async await break case catch class const continue debugger default delete do else enum export extends false finally for from function get if import in instanceof interface let new null of return set static super switch this throw true try type typeof undefined var void while with yield",
  shell: "case do done elif else esac export fi for function if in local return select then until while",
};

const shapes: Readonly<Record<string, string>> = {
  python: String.raw`(?<comment>#.*)|(?<string>\b[rRbBfFuU]{0,2}(?:"""[^]*?(?:"""|(?![^]))|'''[^]*?(?:'''|(?![^]))|"(?:\\.|[^"\\\n])*"?|'(?:\\.|[^'\\\n])*'?)|"""[^]*?(?:"""|(?![^]))|'''[^]*?(?:'''|(?![^]))|"(?:\\.|[^"\\\n])*"?|'(?:\\.|[^'\\\n])*'?)`,
  javascript: String.raw`(?<comment>\/\/.*|\/\*[^]*?(?:\*\/|(?![^])))|(?<string>"(?:\\.|[^"\\\n])*"?|'(?:\\.|[^'\\\n])*'?|${"`"}(?:\\.|[^${"`"}\\])*${"`"}?)`,
  shell: String.raw`(?<comment>(?<=^|\s)#.*)|(?<string>"(?:\\.|[^"\\])*"?|'[^']*'?)`,
};

const rest = String.raw`|(?<number>\b\d[\w.]*)|(?<word>[A-Za-z_$][\w$]*)`;

/** Splits code at what is worth a colour. It knows words, not grammar, and is never wrong about the text itself. */
export function tokensOf(code: string, language: string): readonly Token[] {
  const known = language === "typescript" ? "javascript" : language;
  const shape = shapes[known];
  if (shape === undefined || code.length > longest) {
    return [{ kind: "plain", text: code }];
  }

  const words = new Set(keywords[known]?.split(" "));
  const tokens: Token[] = [];
  let at = 0;
  for (const match of code.matchAll(new RegExp(shape + rest, "gm"))) {
    const { comment, string, number, word } = match.groups ?? {};
    const kind = comment !== undefined ? "comment" : string !== undefined ? "string" : number !== undefined ? "number" : words.has(word ?? "") ? "keyword" : "plain";
    if (kind !== "plain") {
      if (match.index > at) {
        tokens.push({ kind: "plain", text: code.slice(at, match.index) });
      }

      tokens.push({ kind, text: match[0] });
      at = match.index + match[0].length;
    }
  }

  return at < code.length ? [...tokens, { kind: "plain", text: code.slice(at) }] : tokens;
}
