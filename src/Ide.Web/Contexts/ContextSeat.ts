import type { Disposable } from "../Workbench/Disposable";
import { DisposableStore } from "../Workbench/Disposable";
import type { SandboxApi } from "../Workbench/SandboxApi";
import type { SandboxConnection } from "../Workbench/SandboxConnection";
import { browserChoices, ContextChoices } from "./ContextChoices";
import { type ContextInfo, ContextList, contextName } from "./ContextList";

/** Milliseconds after news before the list is asked for: runs may end by the dozen. */
const quiet = 400;

/** The contexts of a page's sandbox, and which of them its files run in. One for all islands of the page. */
export class ContextSeat implements Disposable {
  readonly list = new ContextList();
  readonly choices: ContextChoices;
  readonly #scope = new DisposableStore();
  #asking: ReturnType<typeof setTimeout> | undefined;

  constructor(
    sandbox: string,
    me: string,
    private readonly api: SandboxApi,
    connection: SandboxConnection,
  ) {
    this.choices = new ContextChoices(browserChoices(sandbox), this.list, me);
    this.#scope.add(
      connection.onEvents((batch) => {
        if (this.list.apply(batch) && connection.isPastTold) {
          this.#askSoon();
        }
      }),
    );
    this.#scope.add(connection.onReset(() => this.list.replace([])));
    this.#scope.defer(() => clearTimeout(this.#asking));
  }

  /** The context that a file runs in; undefined while the default one of its language has not been made. */
  forFile(path: string, language: string): ContextInfo | undefined {
    return this.choices.current(path, language);
  }

  /** What people call a context; undefined for one that is not known, or not yet. */
  nameOf(id: string): string | undefined {
    const context = this.list.get(id);
    return context && contextName(context);
  }

  dispose(): void {
    this.#scope.dispose();
  }

  #askSoon(): void {
    this.#asking ??= setTimeout(() => {
      this.#asking = undefined;
      // What goes wrong shows as a lost connection; the next news ask again.
      this.#ask().catch(() => {});
    }, quiet);
  }

  async #ask(): Promise<void> {
    const { contexts } = await this.api.json<{ contexts: readonly ContextInfo[] }>("GET", "/api/contexts?wake=false");
    if (!this.#scope.disposed) {
      this.list.replace(contexts);
    }
  }
}
