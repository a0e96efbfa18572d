import { element, textButton } from "../Ui/Elements";
import type { DisposableStore } from "../Workbench/Disposable";
import { type EntryView, topicOf, viewOf } from "./EntryView";
import { Follow } from "./Follow";
import type { BlockServices } from "./RunBlock";
import { everything, isFiltering, matches, type RunFilter } from "./RunFilter";
import type { Entry, RunModel, Topic } from "./RunModel";
import { size } from "./Sizes";

/** Entries added each time earlier ones are asked for; at most twice as many are drawn while one follows the end. */
const page = 100;
/** Entries drawn at most, however far back one reads. */
const most = 2_000;
/** Pixels from the top at which earlier entries are brought in. */
const near = 200;

/** Draws the stream: the latest entries that one wants to see, and earlier ones when one scrolls up to them. */
export class StreamView {
  readonly #list = element("div", "stream-list");
  readonly #earlier: HTMLButtonElement;
  readonly #jump: HTMLButtonElement;
  readonly #none = element("div", "stream-notice", "No run here is like that.");
  readonly #follow: Follow;
  #filter = everything;
  #visible: readonly Entry[] = [];
  /** Of the entries from `#start` on, in their order. */
  #views: readonly EntryView[] = [];
  #byTopic = new Map<Topic, EntryView>();
  #start = 0;
  #drawn = -1;
  #seen = { runs: 0, bytes: 0 };
  #isLoading = false;

  constructor(
    private readonly pane: HTMLElement,
    private readonly model: RunModel,
    private readonly services: BlockServices,
    /** Brings in what is before the model's first entry. */
    private readonly loadEarlier: () => Promise<void>,
    scope: DisposableStore,
  ) {
    this.#earlier = textButton("", "button-quiet stream-earlier", () => void this.#showEarlier());
    this.#jump = textButton("", "stream-jump", () => this.#follow.resume());
    this.#jump.hidden = true;
    // A feed without an article is none.
    this.articles.length > 0 ? this.#list.setAttribute("role", "feed") : this.#list.removeAttribute("role");
    this.#none.hidden = true;
    const content = element("div", "stream-content", this.#earlier, this.#none, this.#list);
    pane.append(content);
    pane.after(this.#jump);
    this.#follow = new Follow(pane, content, () => this.#followed(), scope);
    scope.listen(pane, "scroll", () => this.#scrolled(), { passive: true });
    const clock = setInterval(() => this.#tick(), 1_000);
    scope.defer(() => {
      clearInterval(clock);
      this.reset();
      this.#jump.remove();
      content.remove();
    });
    this.#sayEarlier();
  }

  /** The articles that are drawn, in their order. */
  get articles(): readonly HTMLElement[] {
    return this.#views.flatMap(({ root }) => (root.matches("article") ? [root] : []));
  }

  /** Once a frame. */
  draw(): void {
    if (this.#drawn !== this.model.revision) {
      if (this.#follow.following) {
        this.model.forgetOldest();
      }

      this.#drawn = this.model.revision;
      this.#arrange();
    }

    for (const topic of this.model.takeChanged()) {
      this.#byTopic.get(topic)?.update();
    }

    this.#follow.settle();
    this.#followed();
  }

  filter(filter: RunFilter): void {
    this.#filter = filter;
    this.#drawn = -1;
    this.#start = 0;
    this.#follow.resume();
    this.draw();
  }

  /** Draws a run again whose looks have changed though it has not: it was pinned. */
  refresh(): void {
    this.#views.forEach((view) => view.update());
  }

  /** Goes to a run, however far up. @returns Whether it is there. */
  async goTo(id: string): Promise<boolean> {
    while (!this.model.get(id) && this.#hasOlder) {
      const first = this.model.firstSeq;
      await this.#load();
      if (this.model.firstSeq === first) {
        break;
      }
    }

    const run = this.model.get(id);
    if (run) {
      this.#follow.release();
      this.#start = Math.max(0, Math.min(this.#start, this.#visible.findIndex((entry) => topicOf(entry) === run)));
      this.#arrange();
      const root = this.#byTopic.get(run)?.root;
      root?.scrollIntoView({ block: "start" });
      root?.focus({ preventScroll: true });
    }

    return run !== undefined;
  }

  /** Forgets what is drawn. */
  reset(): void {
    this.#views.forEach((view) => view.dispose());
    this.#views = [];
    this.#byTopic.clear();
    this.#visible = [];
    this.#list.replaceChildren();
    this.#list.removeAttribute("role");
    this.#start = 0;
    this.#drawn = -1;
    this.#seen = { runs: 0, bytes: 0 };
    this.#sayEarlier();
  }

  follow(): void {
    this.#follow.resume();
  }

  get #hasOlder(): boolean {
    return (this.model.firstSeq ?? 1) > 1;
  }

  /** Brings what is drawn in line with what is to be seen; what is drawn already stays as it is. */
  #arrange(): void {
    const first = this.#views[0]?.entry;
    this.#visible = isFiltering(this.#filter) ? this.model.entries.filter((entry) => matches(entry, this.#filter)) : this.model.entries;
    this.#start = Math.min(this.#start, Math.max(0, first ? this.#visible.indexOf(first) : 0));
    const bound = this.#follow.following ? 2 * page : most;
    const surplus = this.#visible.length - this.#start - bound;
    this.#start += surplus > 0 ? surplus + bound / 2 : 0;

    const known = new Map(this.#views.map((view) => [view.entry, view]));
    this.#views = this.#visible.slice(this.#start).map((entry) => {
      const view = known.get(entry);
      known.delete(entry);
      return view ?? this.#make(entry);
    });
    known.forEach((view, entry) => this.#drop(view, entry));
    this.#views.forEach(({ root }, at) => {
      const there = this.#list.children[at];
      if (there !== root) {
        this.#list.insertBefore(root, there ?? null);
      }
    });
    // A feed without an article is none.
    this.articles.length > 0 ? this.#list.setAttribute("role", "feed") : this.#list.removeAttribute("role");
    this.#none.hidden = !isFiltering(this.#filter) || this.#views.length > 0;
    this.#sayEarlier();
  }

  #make(entry: Entry): EntryView {
    const view = viewOf(entry, this.services);
    const topic = topicOf(entry);
    if (topic) {
      this.#byTopic.set(topic, view);
    }

    view.update();
    return view;
  }

  #drop(view: EntryView, entry: Entry): void {
    const topic = topicOf(entry);
    if (topic && this.#byTopic.get(topic) === view) {
      this.#byTopic.delete(topic);
    }

    view.dispose();
  }

  async #showEarlier(): Promise<void> {
    if (this.#start === 0) {
      await this.#load();
    }

    const anchor = this.#views[0]?.root;
    const before = anchor?.getBoundingClientRect().top ?? 0;
    this.#start = Math.max(0, Math.max(0, this.#views[0] ? this.#visible.indexOf(this.#views[0].entry) : 0) - page);
    this.#arrangeFrom(this.#start);
    // What one reads stays where it is while more comes in above it.
    this.pane.scrollTop += (anchor?.getBoundingClientRect().top ?? before) - before;
  }

  #arrangeFrom(start: number): void {
    this.#start = start;
    this.#arrange();
  }

  async #load(): Promise<void> {
    if (!this.#isLoading && this.#hasOlder) {
      this.#isLoading = true;
      this.#sayEarlier();
      await this.loadEarlier();
      this.#isLoading = false;
      this.#drawn = this.model.revision;
      const first = this.#views[0]?.entry;
      this.#visible = this.model.entries.filter((entry) => matches(entry, this.#filter));
      this.#start = first ? Math.max(0, this.#visible.indexOf(first)) : this.#visible.length;
      this.#sayEarlier();
    }
  }

  #scrolled(): void {
    if (!this.#follow.following && this.pane.scrollTop < near && !this.#isLoading && !this.#earlier.hidden) {
      void this.#showEarlier();
    }
  }

  #sayEarlier(): void {
    this.#earlier.hidden = this.#start === 0 && !this.#hasOlder;
    this.#earlier.disabled = this.#isLoading;
    this.#earlier.textContent = this.#isLoading
      ? "Loading earlier runs…"
      : this.#start > 0
        ? `Show earlier (${this.#start.toLocaleString("en")}${this.#hasOlder ? " and more" : ""} hidden)`
        : "Show earlier runs";
  }

  /** Says how much has come since one has scrolled up. */
  #followed(): void {
    const { following } = this.#follow;
    const { arrivedRuns, outputBytes } = this.model;
    if (following) {
      this.#seen = { runs: arrivedRuns, bytes: outputBytes };
    }

    if (following && document.activeElement === this.#jump) {
      this.pane.focus({ preventScroll: true });
    }

    this.#jump.hidden = following;
    const runs = arrivedRuns - this.#seen.runs;
    const bytes = outputBytes - this.#seen.bytes;
    const news = [runs > 0 ? `${runs} new` : "", bytes > 0 ? `${size(bytes)} of output` : ""].filter((part) => part !== "");
    const text = ["Jump to latest", news.join(", ")].filter((part) => part !== "").join(" · ");
    if (!following && this.#jump.textContent !== text) {
      this.#jump.textContent = text;
    }
  }

  #tick(): void {
    const now = Date.now();
    this.#views.forEach((view) => view.tick(now));
  }
}

