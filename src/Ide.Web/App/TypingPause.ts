/** Milliseconds without a key press after which a reload interrupts nobody's word. */
const enough = 700;
/** Milliseconds after which it is done all the same. */
const longest = 5_000;

let lastKey = 0;
document.addEventListener("keydown", () => (lastKey = Date.now()), { capture: true });

/** Resolves when nobody types. */
export async function typingPause(): Promise<void> {
  const latest = Date.now() + longest;
  while (Date.now() - lastKey < enough && Date.now() < latest) {
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
