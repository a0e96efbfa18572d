/** Tabs that were closed, the latest last; as many as somebody may want back. */
export class ClosedTabs {
  static readonly #most = 30;
  readonly #paths: string[] = [];

  add(path: string): void {
    this.#paths.push(path);
    if (this.#paths.length > ClosedTabs.#most) {
      this.#paths.shift();
    }
  }

  /** @returns The latest that is not open, and forgets it. */
  take(isOpen: (path: string) => boolean): string | undefined {
    for (let path = this.#paths.pop(); path !== undefined; path = this.#paths.pop()) {
      if (!isOpen(path)) {
        return path;
      }
    }

    return undefined;
  }

  get isEmpty(): boolean {
    return this.#paths.length === 0;
  }
}
