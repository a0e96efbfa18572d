import type { DisposableStore } from "./Disposable";
import { fittingSize, firstLayout, least, type SizedArea } from "./Layout";
import type { LayoutHost } from "./LayoutHost";

const keyboardStep = 24;
/** More than any window has; what fits is the layout's affair. */
const most = 9_999;

/**
 * Lets every `data-splitter` of the workbench size its area: by pointer, by arrow keys, Home and End, back to the first size
 * by a double click. Dragged to nearly nothing, the area closes.
 */
export function mountSplitters(workbench: HTMLElement, layout: LayoutHost, scope: DisposableStore): void {
  for (const handle of workbench.querySelectorAll<HTMLElement>("[data-splitter]")) {
    const area = handle.dataset["splitter"] as SizedArea;
    const horizontal = handle.getAttribute("aria-orientation") === "vertical";
    const towardsEnd = handle.dataset["grows"] === "end" ? 1 : -1;
    const current = (): number => fittingSize(layout.layout, area, horizontal ? window.innerWidth : window.innerHeight);

    scope.listen<PointerEvent>(handle, "pointerdown", (event) => {
      event.preventDefault();
      handle.setPointerCapture(event.pointerId);
      handle.focus();
      const start = { at: horizontal ? event.clientX : event.clientY, size: current() };
      workbench.dataset["resizing"] = horizontal ? "x" : "y";
      const move = (moved: PointerEvent): void =>
        layout.resize(area, start.size + ((horizontal ? moved.clientX : moved.clientY) - start.at) * towardsEnd);
      const end = (): void => {
        handle.removeEventListener("pointermove", move);
        delete workbench.dataset["resizing"];
      };
      handle.addEventListener("pointermove", move);
      handle.addEventListener("lostpointercapture", end, { once: true });
    });
    scope.listen<KeyboardEvent>(handle, "keydown", (event) => {
      const towards = { ArrowLeft: -1, ArrowUp: -1, ArrowRight: 1, ArrowDown: 1 }[event.key];
      const wanted =
        towards !== undefined ? Math.max(current() + towards * towardsEnd * keyboardStep, least[area])
        : event.key === "Home" ? least[area]
        : event.key === "End" ? most
        : undefined;
      if (wanted !== undefined) {
        event.preventDefault();
        layout.resize(area, wanted);
      }
    });
    scope.listen(handle, "dblclick", () => layout.resize(area, firstLayout.sizes[area]));
  }
}
