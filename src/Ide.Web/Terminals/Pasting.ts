/** Characters of a clipboard's text that a warning shows. */
const previewLength = 300;
/** Characters that a program may put on the clipboard, with the person's consent. */
const mostWritten = 100_000;

/** What of a clipboard's text may reach a program: an escape in it could end a bracketed paste and press keys. */
export function safeToPaste(text: string): string {
  // eslint-disable-next-line no-control-regex
  return text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\u0080-\u009f]/g, "");
}

/** True: the program would run the lines one by one as if Enter had been pressed, before anybody has read them. */
export function runsAtOnce(text: string, isBracketed: boolean): boolean {
  return !isBracketed && /[\r\n]/.test(text);
}

/** The beginning of a text, for a question about it. */
export function previewOf(text: string): string {
  return text.length > previewLength ? `${text.slice(0, previewLength)}…` : text;
}

/** The text that an OSC 52 wants on the clipboard; undefined when it asks for the clipboard instead, or is malformed or too long. */
export function clipboardWrite(data: string): string | undefined {
  const content = /^[cpqs0-7]*;([A-Za-z0-9+/]+={0,2})$/.exec(data)?.[1];
  if (content === undefined || content.length > mostWritten * 2) {
    return undefined;
  }

  try {
    const bytes = Uint8Array.from(atob(content), (character) => character.charCodeAt(0));
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    return text.length > 0 && text.length <= mostWritten ? text : undefined;
  } catch {
    return undefined;
  }
}

/** A program's title as one may show it: no characters that cannot be seen or that turn what stands beside them. */
export function titleText(title: string): string {
  return title.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, "").trim().slice(0, 100);
}
