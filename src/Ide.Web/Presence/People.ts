/** Colours that people are told apart by; the stylesheet has as many. */
const hues = 10;

/** One or two letters for a name. */
export function initialsOf(name: string): string {
  const words = name.split(/[\s._<>()[\]{}"'`&/\\-]+/).filter((word) => word !== "");
  const letters = words.length > 1 ? [words[0], words.at(-1)] : [words[0]];
  return letters
    .map((word) => [...(word ?? "?")][0] ?? "?")
    .join("")
    .toUpperCase();
}

/** The colour that a name asks for; the server knows it by the same rule (Streaming/PersonHues.cs). */
export function hueOf(name: string): number {
  let hash = 0;
  for (const character of name) {
    hash = (hash * 31 + (character.codePointAt(0) ?? 0)) >>> 0;
  }

  return hash % hues;
}
