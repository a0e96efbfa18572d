import type { DisposableStore } from "./Disposable";
import * as rules from "./Layout";
import { keepLayout, keptLayout, paintLayout, windowWidth } from "./LayoutPaint";
import type { Regions } from "./Regions";

/** A page's layout: applies the rules, paints what they come to, and keeps it in the browser. */
export class LayoutHost {
  #layout = keptLayout();

  constructor(
    private readonly host: HTMLElement,
    private readonly regions: Regions,
    scope: DisposableStore,
  ) {
    this.#layout = this.#withoutMissingViews(this.#layout);
    this.#paint();
    scope.listen(window, "resize", () => this.#paint());
  }

  get layout(): rules.Layout {
    return this.#layout;
  }

  /** The views there are, with the areas that they stand in. */
  get views(): readonly { readonly name: string; readonly area: rules.Area; readonly element: HTMLElement }[] {
    return [...this.host.querySelectorAll<HTMLElement>("[data-area] > [data-view]")].map((element) => ({
      name: element.dataset["view"]!,
      area: element.parentElement!.dataset["area"] as rules.Area,
      element,
    }));
  }

  isShown(name: string): boolean {
    const area = this.#areaOf(name);
    return area !== undefined && rules.isShown(this.#layout, area, windowWidth()) && this.#isInFront(name, area);
  }

  /** Brings a view to where it can be seen. What is not there yet is left alone. */
  show(name: string): void {
    const area = this.#areaOf(name);
    if (area !== undefined) {
      this.#change(rules.show(this.#layout, area, name, windowWidth()));
    }
  }

  /** The rail's button of the view that is shown closes it again; where one area has all the room, there is nothing to close. */
  pressRail(name: string): void {
    if (this.isShown(name) && windowWidth() !== "narrow") {
      this.toggle("side");
    } else {
      this.show(name);
    }
  }

  toggle(area: rules.SizedArea): void {
    this.#change(rules.toggle(this.#layout, area, windowWidth()));
  }

  maximise(area: "editor" | "panel" | "aside"): void {
    this.#change(rules.maximise(this.#layout, area, windowWidth()));
  }

  resize(area: rules.SizedArea, wanted: number): void {
    this.#change(rules.resize(this.#layout, area, wanted));
  }

  reset(): void {
    this.#change(this.#withoutMissingViews(rules.firstLayout));
  }

  #change(next: rules.Layout): void {
    this.#layout = next;
    keepLayout(next);
    this.#paint();
    this.regions.keepFocus();
  }

  #paint(): void {
    paintLayout(this.#layout);
    for (const button of this.host.querySelectorAll<HTMLElement>("[data-rail]")) {
      button.setAttribute("aria-pressed", String(this.isShown(button.dataset["rail"]!)));
    }

    for (const splitter of this.host.querySelectorAll<HTMLElement>("[data-splitter]")) {
      const area = splitter.dataset["splitter"] as rules.SizedArea;
      splitter.setAttribute("aria-valuemin", String(rules.least[area]));
      splitter.setAttribute("aria-valuenow", String(this.#layout.sizes[area]));
    }
  }

  #areaOf(name: string): rules.Area | undefined {
    return this.views.find((view) => view.name === name)?.area;
  }

  #isInFront(name: string, area: rules.Area): boolean {
    return area === "editor" || this.#layout.views[area] === name;
  }

  /** A view that was in front may have gone with its feature; the first of its area takes its place. */
  #withoutMissingViews(layout: rules.Layout): rules.Layout {
    const views = { ...layout.views };
    for (const area of ["side", "panel", "aside"] as const) {
      const there = this.views.filter((view) => view.area === area).map((view) => view.name);
      views[area] = there.includes(views[area]) ? views[area] : (there[0] ?? views[area]);
    }

    return { ...layout, views };
  }
}
