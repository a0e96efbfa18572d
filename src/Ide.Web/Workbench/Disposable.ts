/** Something that holds on to something else until it is told to let go. Letting go twice is harmless. */
export interface Disposable {
  dispose(): void;
}

/** Everything that one mount has created. What is added after the end is let go at once. */
export class DisposableStore implements Disposable {
  readonly #items: Disposable[] = [];
  #disposed = false;

  add<T extends Disposable>(item: T): T {
    if (this.#disposed) {
      item.dispose();
    } else {
      this.#items.push(item);
    }

    return item;
  }

  /** Runs the function at the end. */
  defer(release: () => void): void {
    this.add({ dispose: release });
  }

  listen<T extends Event>(
    target: EventTarget,
    type: string,
    handler: (event: T) => void,
    options?: AddEventListenerOptions,
  ): void {
    const listener = handler as EventListener;
    target.addEventListener(type, listener, options);
    this.defer(() => target.removeEventListener(type, listener, options));
  }

  get disposed(): boolean {
    return this.#disposed;
  }

  /** Last in, first out: what was built on something goes before it. */
  dispose(): void {
    this.#disposed = true;
    for (let item = this.#items.pop(); item; item = this.#items.pop()) {
      item.dispose();
    }
  }
}
