import { element, iconButton } from "../Ui/Elements";
import { icon } from "../Ui/Icons";
import type { Pins } from "./Pins";
import { titleOf } from "./Run";
import { stateNames } from "./RunHeader";
import type { RunModel } from "./RunModel";

/** The pinned runs, above the stream: a click goes to one, however far up it is. */
export class PinStrip {
  readonly root = element("nav", "pin-strip");
  #shown = "";

  constructor(
    private readonly pins: Pins,
    private readonly model: RunModel,
    private readonly goTo: (run: string) => void,
  ) {
    this.root.hidden = true;
    this.root.setAttribute("aria-label", "Pinned runs");
  }

  update(): void {
    const chips = this.pins.ids.map((id) => {
      const run = this.model.get(id);
      return { id, title: run ? titleOf(run.started) : "Earlier run", state: run ? stateNames[run.state] : "" };
    });
    const shown = JSON.stringify(chips);
    if (shown !== this.#shown) {
      this.#shown = shown;
      this.root.hidden = chips.length === 0;
      this.root.replaceChildren(...chips.map((chip) => this.#chip(chip)));
    }
  }

  #chip({ id, title, state }: { readonly id: string; readonly title: string; readonly state: string }): HTMLElement {
    const go = element("button", "pin-go", icon("pin"), element("span", "pin-title", title));
    go.type = "button";
    go.title = [title, state].filter((part) => part !== "").join(" · ");
    go.addEventListener("click", () => this.goTo(id));
    return element("span", "pin-chip", go, iconButton("x", `Unpin ${title}`, () => this.pins.toggle(id)));
  }
}
