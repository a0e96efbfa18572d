/**
 * The second click of a double click counts only on the button that the first one has pressed, while that does the same. What
 * the first one brings under the pointer (the question whether to remove, the next row's button, "Run again" where "Stop" was)
 * was not meant. Where people do click on and on at one place (one tab after the other, a column's head that is drawn anew),
 * data-repeats says so; where one button does one thing after the other (it asks and then removes), data-does says which.
 */
export class DoubleClicks<T> {
  #first: T | undefined;
  #does: string | undefined;

  /**
   * @param count Which click at this place in a row; 0 for one that the keyboard makes.
   * @param button What it would press; undefined for a click on something else.
   * @param does What the button does now, where it does several things.
   */
  counts(count: number, button: T | undefined, does?: string): boolean {
    if (count <= 1) {
      [this.#first, this.#does] = [button, does];
      return true;
    }

    return button === undefined || (button === this.#first && does === this.#does);
  }
}

/** Holds back what does not count before anything on the page, Blazor included, hears of it. */
export function mindDoubleClicks(page: Window): void {
  const clicks = new DoubleClicks<HTMLElement>();
  page.addEventListener(
    "click",
    (event) => {
      const target = event.target as Element;
      const button = target.closest<HTMLElement>("[data-repeats]") ?? target.closest<HTMLElement>("button, a") ?? undefined;
      if (!clicks.counts(event.detail, button, button?.dataset["does"])) {
        event.preventDefault();
        event.stopImmediatePropagation();
      }
    },
    { capture: true },
  );
}
