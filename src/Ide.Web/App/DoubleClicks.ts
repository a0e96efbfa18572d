/**
 * The second click of a double click counts only on the button that the first one has pressed. What the first one brings under
 * the pointer (the question whether to remove, the next row's button, "Run again" where "Stop" was) was not meant.
 */
export class DoubleClicks<T> {
  #first: T | undefined;

  /**
   * @param count Which click at this place in a row; 0 for one that the keyboard makes.
   * @param button What it would press; undefined for a click on something else.
   */
  counts(count: number, button: T | undefined): boolean {
    if (count <= 1) {
      this.#first = button;
      return true;
    }

    return button === undefined || button === this.#first;
  }
}

/** Holds back what does not count before anything on the page, Blazor included, hears of it. */
export function mindDoubleClicks(page: Window): void {
  const clicks = new DoubleClicks<Element>();
  page.addEventListener(
    "click",
    (event) => {
      const button = (event.target as Element).closest("button, a") ?? undefined;
      if (!clicks.counts(event.detail, button)) {
        event.preventDefault();
        event.stopImmediatePropagation();
      }
    },
    { capture: true },
  );
}
