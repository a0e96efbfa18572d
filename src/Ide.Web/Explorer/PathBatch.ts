/** Characters of paths told at once, at most: half of what a message to the server may have. */
const most = 16_000;

/** Tells of changed paths, one message at a time: what changes while one is out is in the next. */
export class PathBatch {
  readonly #tell: (paths: readonly string[]) => Promise<void>;
  #waiting = new Set<string>();
  #busy = false;

  constructor(tell: (paths: readonly string[]) => Promise<void>) {
    this.#tell = tell;
  }

  add(paths: readonly string[]): void {
    paths.forEach((path) => this.#waiting.add(path));
    void this.#run();
  }

  async #run(): Promise<void> {
    while (!this.#busy && this.#waiting.size > 0) {
      const paths = folded([...this.#waiting]);
      this.#waiting = new Set();
      this.#busy = true;
      // Without a circuit nobody shows a tree; the one that comes next starts from a fresh listing.
      await this.#tell(paths).catch(() => {});
      this.#busy = false;
    }
  }
}

/** Of many changes only the folders matter, and those only once; of too many folders, that everything may be different. */
function folded(paths: readonly string[]): readonly string[] {
  const folders = [...new Set(paths.map((path) => path.slice(0, path.lastIndexOf("/")) || "/"))];
  return [paths, folders].find((some) => some.reduce((sum, path) => sum + path.length + 3, 0) <= most) ?? ["/"];
}
