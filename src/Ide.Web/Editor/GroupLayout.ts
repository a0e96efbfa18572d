import { element } from "../Ui/Elements";
import type { Part, Split } from "./Groups";

/** Of a group's width or height, in pixels: what is left of it when its neighbour is dragged as far as it goes. */
const least = 120;

/** How far an arrow key moves a border, as a share of the room. */
const step = 0.03;

/** Puts the groups' elements into nested rows and columns with borders to drag between them. */
export class GroupLayout {
  #structure = "";

  constructor(
    private readonly host: HTMLElement,
    private readonly rootOf: (group: number) => HTMLElement,
    private readonly resized: (path: readonly number[], shares: readonly number[]) => void,
  ) {}

  /** Moves elements only where the structure is another, since what is moved loses the focus and its scroll. */
  show(root: Part): void {
    const structure = JSON.stringify(root, (key, value: unknown) => (key === "tabs" || key === "shares" ? undefined : value));
    if (structure !== this.#structure) {
      this.#structure = structure;
      this.host.replaceChildren(this.#build(root, []));
    }

    const room = this.host.firstElementChild as HTMLElement;
    // Who was in a row and has all the room now, keeps no share of it.
    room.style.removeProperty("flex-grow");
    this.#size(root, room);
  }

  #build(part: Part, path: readonly number[]): HTMLElement {
    if (part.kind === "group") {
      return this.rootOf(part.id);
    }

    const room = element("div", `editor-split-${part.direction}`);
    part.parts.forEach((each, index) => {
      if (index > 0) {
        room.append(this.#border(part.direction, path, index - 1));
      }

      room.append(this.#build(each, [...path, index]));
    });
    return room;
  }

  #size(part: Part, room: HTMLElement): void {
    if (part.kind === "split") {
      part.parts.forEach((each, index) => {
        const child = room.children[index * 2] as HTMLElement;
        child.style.flexGrow = String(part.shares[index]);
        this.#size(each, child);
      });
      [...room.children].filter((child) => child.matches(".editor-border")).forEach((border, index) =>
        border.setAttribute("aria-valuenow", String(Math.round(part.shares[index]! * 100))),
      );
    }
  }

  #border(direction: Split["direction"], path: readonly number[], before: number): HTMLElement {
    const border = element("div", "editor-border");
    const isRow = direction === "row";
    border.tabIndex = 0;
    border.setAttribute("role", "separator");
    border.setAttribute("aria-orientation", isRow ? "vertical" : "horizontal");
    border.setAttribute("aria-label", isRow ? "Width of the editor" : "Height of the editor");
    border.addEventListener("pointerdown", (event) => {
      event.preventDefault();
      border.setPointerCapture(event.pointerId);
    });
    border.addEventListener("pointermove", (event) => {
      if (border.hasPointerCapture(event.pointerId)) {
        this.#move(border, path, before, isRow ? event.movementX : event.movementY);
      }
    });
    border.addEventListener("dblclick", () => this.resized(path, evenShares(border)));
    border.addEventListener("keydown", (event) => {
      const by: Readonly<Record<string, number>> = isRow ? { ArrowLeft: -1, ArrowRight: 1 } : { ArrowUp: -1, ArrowDown: 1 };
      const steps = by[event.key];
      if (steps !== undefined) {
        event.preventDefault();
        this.#move(border, path, before, steps * step * extentOf(border.parentElement!, isRow));
      }
    });
    return border;
  }

  #move(border: HTMLElement, path: readonly number[], before: number, pixels: number): void {
    const room = border.parentElement!;
    const isRow = border.getAttribute("aria-orientation") === "vertical";
    const parts = [...room.children].filter((child) => !child.matches(".editor-border")) as HTMLElement[];
    const sizes = parts.map((part) => extentOf(part, isRow));
    const whole = sizes.reduce((sum, size) => sum + size, 0);
    const [first, second] = [sizes[before]!, sizes[before + 1]!];
    const moved = Math.max(Math.min(least - first, 0), Math.min(pixels, Math.max(second - least, 0)));
    this.resized(path, sizes.map((size, index) => (index === before ? size + moved : index === before + 1 ? size - moved : size) / whole));
  }
}

function evenShares(border: HTMLElement): number[] {
  const count = [...border.parentElement!.children].filter((child) => !child.matches(".editor-border")).length;
  return Array.from({ length: count }, () => 1 / count);
}

function extentOf(part: HTMLElement, isRow: boolean): number {
  return isRow ? part.offsetWidth : part.offsetHeight;
}
