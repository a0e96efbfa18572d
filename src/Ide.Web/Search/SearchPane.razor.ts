import { ask } from "../Ui/ConfirmDialog";
import { counted } from "../Ui/Counted";
import { element, iconButton, textButton } from "../Ui/Elements";
import { restoreFields } from "../Ui/FieldKeeping";
import { handOn } from "../Ui/HandOn";
import { shownText } from "../Ui/ShownText";
import { invoke } from "../Workbench/CommandButtons";
import { type Disposable, DisposableStore } from "../Workbench/Disposable";
import { sentenceOf } from "../Workbench/SandboxApi";
import { holdSession, type SandboxSession, type SandboxView } from "../Workbench/SandboxSession";
import { FileReplacer } from "./FileReplacer";
import { ResultList } from "./ResultList";
import type { ResultAction } from "./ResultKeys";
import type { SearchEvent, SearchMatch } from "./SearchEvents";
import { SearchForm } from "./SearchForm";
import { type FoundFile, SearchResults } from "./SearchResults";
import { search } from "./SearchRun";

/** Milliseconds after the last key that a search begins by itself. */
const typingPause = 300;

/** Files that are named one by one, of those that were not read or not replaced. */
const mostListed = 100;

const help = "Type to search in all files. Folders like node_modules and .git are left out until “…” is pressed.";

/** Mounts the search. */
export function mount(host: HTMLElement, view: SandboxView): Disposable {
  const scope = new DisposableStore();
  const pane = new Pane(host, holdSession(view, scope), scope);
  scope.defer(() => pane.stop());
  return scope;
}

class Pane {
  readonly #results = new SearchResults();
  readonly #form: SearchForm;
  readonly #list: ResultList;
  readonly #replacer: FileReplacer;
  readonly #status = element("div", "search-status");
  readonly #old = element("div", "search-old", "Some of these files have changed since. ", textButton("Search again", "button-small", () => void this.#search()));
  readonly #notRead = element("details", "search-not-read");
  /** What the running search could not read, each with the reason; of very many the server names the first. */
  #skipped: string[] = [];
  readonly #problems = element("ul", "search-problems");
  readonly #replaceAll = iconButton("replace-all", "Replace all", () => invoke(this.session.commands, "search.replaceAll"));
  #running = new AbortController();
  /** A search was asked for and has not begun. */
  #isWaiting = false;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(host: HTMLElement, private readonly session: SandboxSession, scope: DisposableStore) {
    this.#replacer = new FileReplacer(session.api, session.editor);
    this.#form = new SearchForm(session.canEdit ? this.#replaceAll : undefined);
    this.#list = new ResultList(this.#results, () => session.canEdit && this.#form.isReplacing, (action) => void this.#act(action), scope);
    this.#status.setAttribute("role", "status");
    this.#status.replaceChildren(help);
    this.#old.hidden = this.#notRead.hidden = this.#problems.hidden = true;
    this.#old.setAttribute("role", "status");
    this.#problems.setAttribute("role", "alert");
    host.append(this.#form.root, this.#status, this.#old, this.#notRead, this.#problems, this.#list.root);
    scope.add(this.#form.onChange(() => this.#schedule()));
    scope.add(this.#form.onSubmit(() => void this.#search()));
    scope.add(
      this.#results.onChange(() => {
        if (!this.#results.isOld) {
          handOn(this.#old, [this.#form.query]);
        }

        this.#old.hidden = !this.#results.isOld;
        session.commands.changed();
      }),
    );
    this.#followChanges(scope);
    this.#register(scope);
    restoreFields(this.#form.root);
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#running.abort();
  }

  /**
   * What changed before the page came is in what its search finds, and is no news to it. A search that is asked for before the
   * past has been told waits for that: nobody could say of a change told meanwhile which of the two it is.
   */
  #followChanges(scope: DisposableStore): void {
    const { connection } = this.session;
    scope.add(
      connection.onEvents((batch) => {
        for (const event of batch) {
          if (connection.isPastTold && event.type === "files_changed") {
            this.#results.filesChanged(event.changes);
          }
        }
      }),
    );
    scope.add(
      connection.onState(() => {
        if (this.#isWaiting) {
          void this.#search();
        }
      }),
    );
  }

  get #waitsForPast(): boolean {
    const { state, isPastTold } = this.session.connection;
    return state.kind === "connecting" || (state.kind === "catchingUp" && !isPastTold);
  }

  #register(scope: DisposableStore): void {
    const { commands, editor } = this.session;
    const none = (): string | undefined => (this.#results.files.length === 0 ? "Nothing is found yet" : undefined);
    const show = (replace: boolean): void => {
      this.session.show("search");
      this.#form.showReplacement(replace || this.#form.isReplacing);
      const selected = editor.active?.selection.text ?? "";
      this.#form.focus(selected.includes("\n") ? undefined : selected);
    };
    scope.add(commands.register({ id: "search.find", title: "Search for the selection in all files", run: () => show(false) }));
    scope.add(commands.register({ id: "search.replace", title: "Replace in files", keys: "Ctrl+Shift+H", refusal: () => this.session.changeRefusal(), run: () => show(true) }));
    scope.add(commands.register({ id: "search.again", title: "Search again", refusal: () => (this.#form.query.value === "" ? "Type what to search for first" : undefined), run: () => this.#search() }));
    scope.add(commands.register({ id: "search.collapse", title: "Collapse all search results", refusal: none, run: () => this.#results.setOpen(this.#results.files, false) }));
    scope.add(commands.register({ id: "search.clear", title: "Clear search results", refusal: none, run: () => this.#clear() }));
    scope.add(commands.register({
      id: "search.replaceAll",
      title: "Replace all search results",
      refusal: () => this.session.changeRefusal() ?? (this.#form.isReplacing ? none() : "Open the replacement first (Ctrl+Shift+H)"),
      run: () => this.#replaceEverything(),
    }));
  }

  #schedule(): void {
    this.session.commands.changed();
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#search(), typingPause);
  }

  #clear(): void {
    this.stop();
    this.#isWaiting = false;
    this.#results.clear();
    this.#say(this.#form.query.value === "" ? help : "");
    this.#tellProblems([]);
    this.#skipped = [];
    this.#notRead.hidden = true;
    this.#notRead.open = false;
  }

  /** What is said may have had a button that was pressed, and does not any more. */
  #say(...words: (Node | string)[]): void {
    handOn(this.#status, [this.#form.query]);
    this.#status.replaceChildren(...words);
  }

  async #search(): Promise<void> {
    this.#clear();
    const query = this.#form.value;
    this.#isWaiting = query.query !== "" && this.#waitsForPast;
    if (this.#isWaiting) {
      this.#say("The search begins when the page has caught up with the sandbox.");
    }

    if (query.query === "" || this.#isWaiting) {
      return;
    }

    const running = (this.#running = new AbortController());
    this.#say("Searching… ", textButton("Stop", "button-small", () => this.#stopped(running)));
    try {
      await search(this.session.api, query, running.signal, (event) => running.signal.aborted || this.#told(event));
    } catch (error) {
      if (!running.signal.aborted) {
        this.#say(sentenceOf(error));
      }
    }
  }

  #stopped(running: AbortController): void {
    running.abort();
    this.#say(`Stopped. ${counted(this.#results.matchCount, "match", "matches")} up to here.`);
  }

  #told(event: SearchEvent): void {
    switch (event.type) {
      case "matches":
        this.#results.add(event.path, event.etag, event.matches);
        break;
      case "skipped":
        this.#skipped.push(`${shownText(event.path)}: ${event.reason}`);
        break;
      case "complete":
        this.#say(summary(event, this.#results.files.length));
        this.#tellNotRead(event.notRead);
        break;
      case "error":
        this.#say(event.error);
        break;
      default:
        break;
    }
  }

  async #act(action: ResultAction): Promise<void> {
    switch (action.kind) {
      case "fold":
        this.#results.setOpen([action.row.file], action.isOpen);
        break;
      case "dismiss":
        this.#results.dismiss(action.row);
        break;
      case "open":
        if (action.row.kind === "match") {
          await this.session.editor.openAt(action.row.file.path, action.row.match.line, action.row.match.column);
        }

        break;
      case "replace":
        if (this.session.canEdit && this.#form.isReplacing) {
          this.#tellProblems(await this.#replace(action.row.file, action.row.kind === "file" ? action.row.file.matches : [action.row.match]));
        }

        break;
      default:
        break;
    }
  }

  /** @returns What went wrong: nothing, or the file with the reason. */
  async #replace(file: FoundFile, chosen: readonly SearchMatch[]): Promise<string[]> {
    this.#results.expectChange(file.path);
    const outcome = await this.#replacer.replace(file, new Set(chosen));
    if (outcome.kind === "refused") {
      this.#results.expectNone(file.path);
      return [`${shownText(file.path)}: ${outcome.reason}`];
    }

    this.#results.update(file, outcome.etag, outcome.others);
    return [];
  }

  async #replaceEverything(): Promise<void> {
    const files = this.#results.files;
    const matches = this.#results.matchCount;
    const what = `${counted(matches, "match", "matches")} in ${counted(files.length, "file")}`;
    if (files.length === 0 || !(await ask("Replace all?", `${what} are replaced, for everybody in the sandbox. This cannot be undone.`, [{ label: "Replace", value: true, look: "danger" }]))) {
      return;
    }

    const running = (this.#running = new AbortController());
    const problems: string[] = [];
    const progress = element("span", "");
    this.#say(progress, textButton("Stop", "button-small", () => running.abort()));
    for (const [done, file] of files.entries()) {
      if (running.signal.aborted) {
        break;
      }

      progress.textContent = `Replacing… ${done + 1} of ${files.length} files `;
      problems.push(...(await this.#replace(file, file.matches)));
    }

    const left = this.#results.matchCount;
    this.#say(`${counted(matches - left, "match was", "matches were")} replaced${left > 0 ? `, ${left} were not` : ""}.`);
    this.#tellProblems(problems);
  }

  #tellNotRead(count: number): void {
    const title = element("summary", "", `${counted(count, "file or folder was", "files and folders were")} not read`);
    this.#notRead.replaceChildren(title, element("ul", "", ...linesOf(this.#skipped, count)));
    this.#notRead.hidden = count === 0;
  }

  /** Stays until the next search: it may be the only word of what was not done. */
  #tellProblems(problems: readonly string[]): void {
    this.#problems.replaceChildren(...linesOf(problems, problems.length));
    this.#problems.hidden = problems.length === 0;
  }
}

function summary(done: Extract<SearchEvent, { type: "complete" }>, files: number): string {
  const found = done.matches === 0 ? "No matches" : `${counted(done.matches, "match", "matches")} in ${counted(files, "file")}`;
  const more = done.truncated ? "; there are more, so narrow the search" : "";
  return `${found}${more}. ${counted(done.files, "file")} searched.`;
}

/** The first of them as items of a list, and how many more there are. */
function linesOf(sentences: readonly string[], count: number): HTMLElement[] {
  const shown = sentences.slice(0, mostListed);
  const more = count - shown.length;
  return [...shown, ...(more > 0 ? [`And ${more.toLocaleString("en")} more.`] : [])].map((line) => element("li", "", line));
}
