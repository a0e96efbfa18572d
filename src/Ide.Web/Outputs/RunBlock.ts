import { element } from "../Ui/Elements";
import { errorView } from "./Results/ErrorView";
import { InputView } from "./Results/InputView";
import type { AnswerDrafts } from "./AnswerDrafts";
import type { OutputReader } from "./OutputReader";
import type { OpenPlace } from "./Results/LinkedLine";
import { ResultView } from "./Results/ResultView";
import { type Run, type RunItem, titleOf } from "./Run";
import { type RunActions, RunHeader, stateNames } from "./RunHeader";
import { ScreenView } from "./ScreenView";
import { sourceView } from "./SourceView";

export interface BlockServices extends RunActions {
  readonly reader: OutputReader;
  /** Goes to a place in a file that a trace names. */
  readonly open: OpenPlace;
  /** Undefined for a viewer. */
  readonly answer: ((run: Run, value: string) => Promise<void>) | undefined;
  readonly drafts: AnswerDrafts;
}

interface ItemView {
  readonly root: HTMLElement;
  readonly update: () => void;
  readonly dispose: () => void;
}

/** Items drawn of one run; of a loop that displays without end, the last ones. */
const mostItems = 200;

/** One run in the stream. */
export class RunBlock {
  readonly root = element("article", "run");
  readonly #header: RunHeader;
  readonly #items = element("div", "run-items");
  readonly #omitted = element("div", "run-note");
  readonly #reason = element("div", "run-note");
  #views = new Map<RunItem, ItemView>();
  /** Its last question was answered here, and the keyboard left with it. */
  #isAnswering = false;

  constructor(
    readonly run: Run,
    private readonly services: BlockServices,
  ) {
    this.root.dataset["testid"] = "run-block";
    this.root.dataset["runId"] = run.id;
    this.root.tabIndex = 0;
    this.#header = new RunHeader(run, services, () => this.#fold());
    this.root.addEventListener("output-fold", () => this.#fold());
    this.#omitted.hidden = true;
    this.#reason.hidden = true;
    const body = element("div", "run-body", ...sourceView(run), this.#omitted, this.#items, this.#reason);
    this.root.append(this.#header.root, body);
  }

  update(): void {
    const { run } = this;
    if (this.root.dataset["state"] !== run.state) {
      this.root.dataset["state"] = run.state;
      this.root.setAttribute("aria-label", `${titleOf(run.started)}, ${stateNames[run.state]}, by ${run.started.actor}`);
    }

    this.#header.update();
    this.#syncItems(run.items.slice(-mostItems));
    const omitted = run.droppedItems + run.items.length - Math.min(run.items.length, mostItems);
    this.#omitted.hidden = omitted === 0;
    this.#omitted.textContent = `${omitted} earlier outputs of this run hidden`;
    const reason = reasonOf(run);
    this.#reason.hidden = reason === "";
    this.#reason.textContent = reason;
  }

  tick(now: number): void {
    this.#header.tick(now);
  }

  dispose(): void {
    this.#views.forEach((view) => view.dispose());
    this.root.remove();
  }

  #fold(): void {
    this.#header.fold(this.root.classList.toggle("folded"));
  }

  #syncItems(items: readonly RunItem[]): void {
    const shown = new Set(items);
    for (const [item, view] of this.#views) {
      if (!shown.has(item)) {
        view.dispose();
        view.root.remove();
        this.#views.delete(item);
      }
    }

    for (const item of items) {
      let view = this.#views.get(item);
      if (!view) {
        view = this.#viewOf(item);
        this.#views.set(item, view);
        this.#items.append(view.root);
      }

      view.update();
    }
  }

  /** Who answers question after question stays at the keyboard: the run keeps it for the next one. */
  #updateInput(view: InputView, isOpen: boolean): void {
    if (view.update(isOpen)) {
      this.root.focus({ preventScroll: true });
      this.#isAnswering = true;
    } else if (isOpen && this.#isAnswering && document.activeElement === this.root) {
      this.#isAnswering = false;
      view.focus();
    }
  }

  #viewOf(item: RunItem): ItemView {
    const { run, services } = this;
    switch (item.kind) {
      case "text": {
        const whole = element("a", "", "Download the whole output");
        whole.href = services.download(run);
        whole.download = `${run.id}.txt`;
        const view = new ScreenView(item.screen, whole, services.open);
        return { root: view.root, update: () => view.update(), dispose: () => {} };
      }
      case "result": {
        const view = new ResultView(item, run.id, services.reader);
        return { root: view.root, update: () => view.update(), dispose: () => view.dispose() };
      }
      case "input": {
        const { answer } = services;
        const view = new InputView(item, answer && ((value) => answer(run, value)), services.drafts.of(run.id, item.seq));
        return { root: view.root, update: () => this.#updateInput(view, run.question === item), dispose: () => {} };
      }
      case "error":
        return { root: errorView(item.error, { open: services.open, own: ownOf(run) }), update: () => {}, dispose: () => {} };
      case "note":
        return { root: element("div", "run-note", item.text), update: () => {}, dispose: () => {} };
    }
  }
}

/** Lines of code from a file are told as lines of that file. */
function ownOf({ started }: Run): { readonly path: string; readonly line: number } | undefined {
  return started.path === undefined ? undefined : { path: started.path, line: 1 };
}

function reasonOf({ reason, isOpen }: Run): string {
  if (isOpen || reason === undefined) {
    return "";
  }

  const by = /^cancelled_by (.+)$/.exec(reason)?.[1];
  const sentences: Readonly<Record<string, string>> = {
    agent_restarted: "Ended because the sandbox was started again.",
    agent_stopped: "Ended because the sandbox was stopped.",
    session_ended: "Ended because its shell ended.",
    batch_failed: "Not run, because a cell before it did not succeed.",
    context_terminated: "Ended because its interpreter ended.",
  };
  return by === undefined ? (sentences[reason] ?? reason) : `Interrupted by ${by}.`;
}
