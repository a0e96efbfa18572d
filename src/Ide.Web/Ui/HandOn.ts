/**
 * Hands the keyboard on from what is about to go or to be hidden: to the first of the places that can take it. The browser
 * would leave it nowhere, and the next Tab would begin at the top of the page.
 */
export function handOn(from: HTMLElement, places: Iterable<HTMLElement>): void {
  if (!from.contains(document.activeElement)) {
    return;
  }

  for (const place of places) {
    place.focus({ preventScroll: true });
    if (document.activeElement === place) {
      return;
    }
  }
}
