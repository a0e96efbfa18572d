import type { DisposableStore } from "../Workbench/Disposable";

/** Keeps the tab in front within its strip, whoever brought it there and however narrow the strip becomes. The wheel goes through the others. */
export function keepFrontTab(strip: HTMLElement, scope: DisposableStore): void {
  let front: Element | null = null;
  const reveal = (): void => front?.scrollIntoView({ block: "nearest", inline: "nearest" });
  const follow = (): void => {
    const now = strip.querySelector(".tab.active");
    if (now !== front) {
      front = now;
      reveal();
    }
  };
  // The tabs are drawn by others.
  const changes = new MutationObserver(follow);
  changes.observe(strip, { subtree: true, childList: true, attributeFilter: ["class"] });
  const size = new ResizeObserver(reveal);
  size.observe(strip);
  scope.defer(() => changes.disconnect());
  scope.defer(() => size.disconnect());
  scope.listen<WheelEvent>(strip, "wheel", ({ deltaX, deltaY }) => (strip.scrollLeft += deltaX === 0 ? deltaY : 0), { passive: true });
  follow();
}
