import type { DisposableStore } from "../Workbench/Disposable";
import { evenShares, moveBorder } from "./TerminalShares";
import type { TerminalWidths } from "./TerminalWidths";

/** How far an arrow key moves a border, as a share of the room. */
const step = 0.03;

/**
 * The borders between terminals that stand side by side: dragged, moved by arrow keys, and even again after a double click.
 * The widths of a group are kept when a border is let go; the borders themselves are drawn with their terminals.
 */
export class TerminalBorders {
  #group: readonly string[] = [];
  #shares: readonly number[] = [];

  constructor(
    private readonly host: HTMLElement,
    private readonly widths: TerminalWidths,
    scope: DisposableStore,
  ) {
    scope.listen<PointerEvent>(host, "pointerdown", (event) => {
      const border = borderAt(event.target);
      if (border) {
        event.preventDefault();
        border.setPointerCapture(event.pointerId);
        border.focus();
      }
    });
    scope.listen<PointerEvent>(host, "pointermove", (event) => {
      const border = borderAt(event.target);
      if (border?.hasPointerCapture(event.pointerId)) {
        const place = Number(border.dataset["place"]);
        this.#paint(moveBorder(this.#shares, place, (event.clientX - border.getBoundingClientRect().left - border.offsetWidth / 2) / host.clientWidth));
      }
    });
    // However it ends, also with the pointer taken away.
    scope.listen<PointerEvent>(host, "lostpointercapture", (event) => borderAt(event.target) && this.#keep(this.#shares));
    scope.listen<KeyboardEvent>(host, "keydown", (event) => {
      const border = borderAt(event.target);
      const by = { ArrowLeft: -step, ArrowRight: step, Home: -1, End: 1 }[event.key];
      if (border && by !== undefined) {
        event.preventDefault();
        this.#keep(moveBorder(this.#shares, Number(border.dataset["place"]), by));
      }
    });
    scope.listen<MouseEvent>(host, "dblclick", (event) => borderAt(event.target) && this.#keep(evenShares(this.#group.length)));
    scope.listen<FocusEvent>(host, "focusin", (event) => borderAt(event.target) && this.#tell());
  }

  /** These stand side by side now, from the left. */
  show(group: readonly string[]): void {
    if (group.join() !== this.#group.join()) {
      this.#group = group;
      this.#paint(this.widths.of(group));
    }
  }

  #keep(shares: readonly number[]): void {
    this.#paint(shares);
    this.widths.keep(this.#group, shares);
  }

  #paint(shares: readonly number[]): void {
    this.#shares = shares;
    shares.forEach((share, place) => this.host.style.setProperty(`--share-${place}`, String(share * shares.length)));
    this.#tell();
  }

  #tell(): void {
    for (const border of this.host.querySelectorAll<HTMLElement>(".terminal-border")) {
      const place = Number(border.dataset["place"]);
      const before = this.#shares[place - 1] ?? 0;
      border.setAttribute("aria-valuenow", String(Math.round((100 * before) / (before + (this.#shares[place] ?? 1)))));
    }
  }
}

function borderAt(target: EventTarget | null): HTMLElement | undefined {
  return target instanceof HTMLElement && target.matches(".terminal-border") ? target : undefined;
}
