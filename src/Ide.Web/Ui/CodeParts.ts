import { tokensOf } from "./Code";
import { element } from "./Elements";

/** Code in its colours, which the stylesheets give: they follow the theme by themselves. */
export function codeParts(code: string, language: string): readonly (HTMLElement | string)[] {
  return tokensOf(code, language).map(({ kind, text }) => (kind === "plain" ? text : element("span", `code-${kind}`, text)));
}
