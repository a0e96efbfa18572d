/**
 * Characters that do not show, or make the text around them show as another: controls, line and paragraph separators, marks of
 * direction (a name could end in "gpj.exe" and show as "exe.jpg"), other invisible ones, and bytes of names that are no UTF-8
 * (the Agent has each as U+EF00 plus the byte).
 */
const hidden = /[\u0000-\u001f\u007f-\u009f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\uef80-\uefff\ufff9-\ufffb]/g;

/** The text as it can be shown to a person who must not be deceived. ShownText.cs has the same rule. */
export function shownText(text: string): string {
  return text.replace(hidden, (character) => {
    const code = character.charCodeAt(0);
    const simple = { "\n": "\\n", "\r": "\\r", "\t": "\\t" }[character];
    return simple ?? (code >= 0xef80 && code <= 0xefff ? `\\x${hex(code & 0xff, 2)}` : code < 0x100 ? `\\x${hex(code, 2)}` : `\\u${hex(code, 4)}`);
  });
}

function hex(value: number, digits: number): string {
  return value.toString(16).padStart(digits, "0");
}
