import { element } from "../Ui/Elements";
import type { DisposableStore } from "../Workbench/Disposable";
import type { Edge } from "./Groups";

/** A tab on its way. */
export interface DraggedTab {
  readonly path: string;
  readonly group: number;
}

const type = "application/x-ide-tab";

/** The browser hides what is dragged until it is dropped; within one page we know it. */
let dragged: DraggedTab | undefined;

export function dragTab(tab: HTMLElement, what: DraggedTab): void {
  tab.draggable = true;
  tab.addEventListener("dragstart", (event) => {
    dragged = what;
    event.dataTransfer?.setData(type, JSON.stringify(what));
    event.dataTransfer?.setData("text/plain", what.path);
    document.documentElement.dataset["tabDrag"] = "";
  });
  tab.addEventListener("dragend", () => {
    dragged = undefined;
    delete document.documentElement.dataset["tabDrag"];
  });
}

/** Where in a group a tab is let go: in its middle, or at an edge, which divides it. */
export type DropPlace = Edge | "middle";

/** The part of a group's width or height that counts as its edge. */
const edgeShare = 0.25;

export function dropPlace(x: number, y: number, width: number, height: number): DropPlace {
  const distances: readonly (readonly [Edge, number])[] = [
    ["left", x / width],
    ["right", 1 - x / width],
    ["up", y / height],
    ["down", 1 - y / height],
  ];
  const [edge, distance] = distances.reduce((nearest, each) => (each[1] < nearest[1] ? each : nearest));
  return distance < edgeShare ? edge : "middle";
}

/** Shows over a group where a tab would land, and tells where it was let go. Editors under it would swallow the pointer. */
export function acceptTabs(body: HTMLElement, drop: (tab: DraggedTab, place: DropPlace) => void, scope: DisposableStore): void {
  const shade = element("div", "drop-shade");
  const target = element("div", "drop-target", shade);
  body.append(target);
  scope.defer(() => target.remove());
  onTabOver(target, (event) => (shade.dataset["place"] = placeOf(target, event)), (tab, event) => drop(tab, placeOf(target, event)), scope);
  scope.listen(target, "dragleave", () => delete shade.dataset["place"]);
  scope.listen(target, "drop", () => delete shade.dataset["place"]);
}

export function onTabOver(
  target: HTMLElement,
  over: (event: DragEvent) => void,
  drop: (tab: DraggedTab, event: DragEvent) => void,
  scope: DisposableStore,
): void {
  scope.listen<DragEvent>(target, "dragover", (event) => {
    if (dragged) {
      event.preventDefault();
      event.stopPropagation();
      over(event);
    }
  });
  scope.listen<DragEvent>(target, "drop", (event) => {
    if (dragged) {
      event.preventDefault();
      event.stopPropagation();
      drop(dragged, event);
    }
  });
}

function placeOf(target: HTMLElement, event: DragEvent): DropPlace {
  const { left, top, width, height } = target.getBoundingClientRect();
  return dropPlace(event.clientX - left, event.clientY - top, width, height);
}
