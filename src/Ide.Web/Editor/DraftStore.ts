/** Text that somebody has typed and not saved. */
export interface Draft {
  readonly text: string;
  /** The version of the file that it was made from; undefined when there was none. */
  readonly base: string | undefined;
}

/** Keeps unsaved text of one sandbox in the browser, through a reload, a crash, a restart of the server. */
export interface DraftStore {
  get(path: string): Promise<Draft | undefined>;
  put(path: string, draft: Draft): Promise<void>;
  delete(path: string): Promise<void>;
  /** Everything that is unsaved, by path. */
  paths(): Promise<readonly string[]>;
}

/** Milliseconds after the last change before a draft is written. */
const quiet = 150;

/** Writes the drafts of one file: the latest only, one write at a time, in the order of the changes. */
export class DraftWriter {
  #latest: (() => Draft | undefined) | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #writing: Promise<void> = Promise.resolve();

  constructor(
    private readonly drafts: DraftStore,
    private readonly path: string,
    private readonly failed: (error: unknown) => void,
  ) {}

  /** @param draft What to keep when it is time; undefined when there is nothing unsaved. */
  schedule(draft: () => Draft | undefined): void {
    this.#latest = draft;
    this.#timer ??= setTimeout(() => void this.flush(), quiet);
  }

  /** Writes at once what waits. Resolves when it is kept. */
  flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const latest = this.#latest;
    this.#latest = undefined;
    if (latest) {
      // Looked at now: the text may be gone by the time that an earlier write is through.
      const draft = latest();
      this.#writing = this.#writing.then(() => this.#write(draft)).catch(this.failed);
    }

    return this.#writing;
  }

  #write(draft: Draft | undefined): Promise<void> {
    return draft ? this.drafts.put(this.path, draft) : this.drafts.delete(this.path);
  }
}
