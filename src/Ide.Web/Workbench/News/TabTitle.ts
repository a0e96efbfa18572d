import { DisposableStore } from "../Disposable";

/** The title of the tab: tells what happened while nobody looked, until somebody does. */
export class TabTitle extends DisposableStore {
  #own: string | undefined;

  constructor() {
    super();
    this.listen(document, "visibilitychange", () => document.hidden || this.#restore());
    this.defer(() => this.#restore());
  }

  tell(text: string): void {
    this.#own ??= document.title;
    document.title = `${text} · ${this.#own}`;
  }

  #restore(): void {
    if (this.#own !== undefined) {
      document.title = this.#own;
      this.#own = undefined;
    }
  }
}
