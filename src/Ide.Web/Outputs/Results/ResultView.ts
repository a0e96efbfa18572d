import { element, textButton } from "../../Ui/Elements";
import type { Disposable } from "../../Workbench/Disposable";
import type { OutputReader } from "../OutputReader";
import type { ResultItem } from "../Run";
import { size } from "../Sizes";
import { labelOf, type Representation, representationsOf } from "./Representation";
import { RepresentationView } from "./RepresentationView";

/** Bytes above which a result waits until somebody wants to see it. */
const mostUnasked = 16 * 1024 * 1024;

/** One rich result, in the richest way there is, with a choice of the others. A large one is fetched when it is first drawn. */
export class ResultView implements Disposable {
  readonly root = element("div", "result");
  #revision = -1;
  #shown: RepresentationView | undefined;
  /** What one has chosen to see lasts while its display is updated. */
  #choice: string | undefined;

  constructor(
    private readonly item: ResultItem,
    private readonly run: string,
    private readonly reader: OutputReader,
  ) {}

  update(): void {
    if (this.#revision === this.item.revision) {
      return;
    }

    this.#revision = this.item.revision;
    const { length } = this.item.place;
    if (this.item.content) {
      this.#show();
    } else if (length > mostUnasked) {
      this.root.replaceChildren(textButton(`Show this result (${size(length)})`, "", () => void this.#fetch(this.#revision)));
    } else {
      void this.#fetch(this.#revision);
    }
  }

  dispose(): void {
    this.#shown?.dispose();
    this.#shown = undefined;
  }

  async #fetch(revision: number): Promise<void> {
    if (!this.#shown) {
      this.root.replaceChildren(element("div", "skeleton result-skeleton"));
    }

    try {
      const content = await this.reader.result(this.run, this.item.place);
      if (revision === this.item.revision) {
        this.item.content = content;
        this.#show();
      }
    } catch {
      this.root.replaceChildren(element("div", "run-note", "This result cannot be fetched any more."));
    }
  }

  #show(): void {
    const { content } = this.item;
    const ways = content ? representationsOf(content) : [];
    const labels = ways.map(labelOf);
    const at = Math.max(0, labels.indexOf(this.#choice ?? ""));
    this.dispose();
    const way = ways[at];
    if (!way) {
      this.root.replaceChildren();
      return;
    }

    this.root.replaceChildren(this.#viewOf(way, content?.text), ...(ways.length > 1 ? [this.#choiceOf(labels, at)] : []));
  }

  /** Whatever is wrong with a result, only the result is not shown. */
  #viewOf(way: Representation, text: unknown): HTMLElement {
    try {
      this.#shown = new RepresentationView(way, typeof text === "string" ? text : undefined);
      return this.#shown.root;
    } catch {
      return element("div", "run-note", "This result cannot be shown: its data are damaged.");
    }
  }

  /** A group of buttons rather than tabs: what they show stands before them. */
  #choiceOf(labels: readonly string[], at: number): HTMLElement {
    const buttons = labels.map((label, index) => {
      const button = textButton(label, "result-way", () => {
        this.#choice = label;
        this.#show();
        this.root.querySelector<HTMLElement>(".result-way[aria-pressed=true]")?.focus();
      });
      button.setAttribute("aria-pressed", String(index === at));
      return button;
    });
    const group = element("div", "result-ways", ...buttons);
    group.setAttribute("role", "group");
    group.setAttribute("aria-label", "Show this result as");
    return group;
  }
}
