/** The keys that go from one block to the next, of the feed or of one of its blocks; fields keep their letters. */
const steps: Readonly<Record<string, number>> = { j: 1, ArrowDown: 1, PageDown: 1, k: -1, ArrowUp: -1, PageUp: -1 };

/**
 * Which block a key in the stream goes to.
 * @param at The block that has the focus, or holds what has it; -1 for the stream itself.
 * @param isBlock The block itself has it: only then do arrows mean blocks, and not what is inside one.
 * @returns Undefined: the key is not for the stream.
 */
export function blockAfter(key: string, at: number, count: number, isBlock: boolean): number | undefined {
  const step = steps[key];
  if (count === 0 || (key !== "j" && key !== "k" && !isBlock)) {
    return undefined;
  }

  if (key === "Home" || key === "End") {
    return key === "Home" ? 0 : count - 1;
  }

  if (step === undefined) {
    return undefined;
  }

  // From the stream itself one comes to its end: that is what one looks at.
  return at < 0 ? count - 1 : Math.min(Math.max(at + step, 0), count - 1);
}
