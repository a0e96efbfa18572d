import type { Disposable } from "../Workbench/Disposable";
import type { SandboxConnection } from "../Workbench/SandboxConnection";

/**
 * Cells that somebody runs in one go. What waits behind one that does not succeed was not meant for what that one leaves: it
 * ends with it, as in a notebook.
 */
export class RunsTogether implements Disposable {
  readonly #open: string[] = [];
  readonly #following: Disposable;
  #isWhole = false;
  #hasFailed = false;

  constructor(private readonly connection: Pick<SandboxConnection, "onEvents" | "invoke">) {
    this.#following = connection.onEvents((batch) => {
      for (const event of batch) {
        if (event.type === "run_finished") {
          this.#ended(event.runId, event.state === "succeeded");
        }
      }
    });
  }

  /** One of them did not succeed: none is to be begun any more. */
  get hasFailed(): boolean {
    return this.#hasFailed;
  }

  add(runId: string): void {
    this.#open.push(runId);
  }

  /** No more of them follow. */
  complete(): void {
    this.#isWhole = true;
    this.#letGo();
  }

  dispose(): void {
    this.#following.dispose();
  }

  #ended(runId: string, hasSucceeded: boolean): void {
    const at = this.#open.indexOf(runId);
    if (at < 0) {
      return;
    }

    const later = this.#open.splice(at).slice(1);
    if (hasSucceeded) {
      this.#open.push(...later);
      this.#letGo();
    } else {
      this.#hasFailed = true;
      this.dispose();
      // One that could not be ended is seen to go on.
      later.forEach((each) => this.connection.invoke("StopRun", each).catch(() => {}));
    }
  }

  #letGo(): void {
    if (this.#isWhole && this.#open.length === 0) {
      this.dispose();
    }
  }
}
