import type { DisposableStore } from "../Workbench/Disposable";

/** Keeps the tab in front within the strip, whoever brought it there and however narrow the strip becomes. The wheel goes through the others. */
export function keepFrontTab(tabs: HTMLElement, scope: DisposableStore): void {
  let front: Element | null = null;
  const reveal = (): void => front?.scrollIntoView({ block: "nearest", inline: "nearest" });
  const follow = (): void => {
    const now = tabs.querySelector(".tab.active");
    if (now !== front) {
      front = now;
      reveal();
    }
  };
  // The tabs are drawn by others.
  const changes = new MutationObserver(follow);
  changes.observe(tabs, { subtree: true, childList: true, attributeFilter: ["class"] });
  const size = new ResizeObserver(reveal);
  size.observe(tabs);
  scope.defer(() => changes.disconnect());
  scope.defer(() => size.disconnect());
  scope.listen<WheelEvent>(
    tabs,
    "wheel",
    ({ deltaX, deltaY }) => {
      const strip = tabs.querySelector(".tab-strip");
      if (strip && deltaX === 0) {
        strip.scrollLeft += deltaY;
      }
    },
    { passive: true },
  );
  follow();
}
