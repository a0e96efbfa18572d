import type { FileChange } from "../JournalEvents";

/** The paths of a sandbox's files, from the workspace. */
export interface FileListing {
  readonly paths: readonly string[];
  /** There are more than were told. */
  readonly truncated: boolean;
}

/**
 * Knows the files of the sandbox by their paths, for quick open. Asked for at the first use, and again in the background
 * when files have come or gone since; what is known meanwhile is used meanwhile.
 */
export class FileIndex {
  readonly #list: () => Promise<FileListing>;
  #known: FileListing = { paths: [], truncated: false };
  #isStale = true;
  #asking: Promise<void> | undefined;

  constructor(list: () => Promise<FileListing>) {
    this.#list = list;
  }

  get known(): FileListing {
    return this.#known;
  }

  /** Something happened that no change tells: a reconnect. */
  forget(): void {
    this.#isStale = true;
  }

  changed(changes: readonly FileChange[]): void {
    this.#isStale ||= changes.some(({ change }) => change !== "modified");
  }

  /** Resolves when the paths are those of now; at once when they are. */
  refresh(): Promise<void> {
    if (this.#isStale) {
      this.#asking ??= this.#ask().finally(() => (this.#asking = undefined));
    }

    return this.#asking ?? Promise.resolve();
  }

  async #ask(): Promise<void> {
    this.#isStale = false;
    try {
      this.#known = await this.#list();
    } catch (error) {
      this.#isStale = true;
      throw error;
    }
  }
}
