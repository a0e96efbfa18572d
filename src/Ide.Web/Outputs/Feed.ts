import type { DisposableStore } from "../Workbench/Disposable";
import { blockAfter } from "./FeedKeys";

/**
 * The stream as a feed of articles (ARIA's pattern): J and K go from block to block, arrows too while a block itself has
 * the focus; Enter folds it.
 */
export class Feed {
  #current: string | undefined;

  constructor(
    private readonly pane: HTMLElement,
    private readonly articles: () => readonly HTMLElement[],
    scope: DisposableStore,
  ) {
    pane.tabIndex = 0;
    pane.dataset["viewFocus"] = "";
    pane.setAttribute("role", "region");
    pane.setAttribute("aria-label", "Execution stream");
    scope.listen<FocusEvent>(pane, "focusin", (event) => (this.#current = articleOf(event.target)?.dataset["runId"]));
    scope.listen<KeyboardEvent>(pane, "keydown", (event) => this.#pressed(event));
  }

  /** The run whose block has the focus, or had it last. */
  get current(): string | undefined {
    return this.#current;
  }

  article(run: string): HTMLElement | undefined {
    return this.articles().find((each) => each.dataset["runId"] === run);
  }

  move(step: 1 | -1): void {
    const articles = this.articles();
    const at = articles.findIndex((each) => each.dataset["runId"] === this.#current);
    focus(articles[at < 0 ? articles.length - 1 : Math.min(Math.max(at + step, 0), articles.length - 1)]);
  }

  #pressed(event: KeyboardEvent): void {
    const target = event.target as HTMLElement;
    if (event.ctrlKey || event.metaKey || event.altKey || target.matches("input, select, textarea")) {
      return;
    }

    const article = articleOf(target);
    const articles = this.articles();
    const next = blockAfter(event.key, article ? articles.indexOf(article) : -1, articles.length, target === article || target === this.pane);
    if (next !== undefined && (target !== this.pane || event.key === "j" || event.key === "k")) {
      event.preventDefault();
      focus(articles[next]);
    } else if (event.key === "Enter" && target === article) {
      event.preventDefault();
      article.dispatchEvent(new Event("output-fold"));
    }
  }
}

function articleOf(target: EventTarget | null): HTMLElement | null {
  return target instanceof HTMLElement ? target.closest<HTMLElement>("article") : null;
}

function focus(article: HTMLElement | undefined): void {
  article?.focus({ preventScroll: true });
  article?.scrollIntoView({ block: "nearest" });
}
