import type { Timer } from "../../../src/Ide.Web/Workbench/Timer";

/** A clock that a test turns by hand. */
export class ManualTimer implements Timer {
  #now = 0;
  #due: { readonly at: number; readonly action: () => void }[] = [];

  now(): number {
    return this.#now;
  }

  after(milliseconds: number, action: () => void): () => void {
    const entry = { at: this.#now + milliseconds, action };
    this.#due.push(entry);
    return () => (this.#due = this.#due.filter((other) => other !== entry));
  }

  get waiting(): number {
    return this.#due.length;
  }

  advance(milliseconds: number): void {
    this.#now += milliseconds;
    const ready = this.#due.filter((entry) => entry.at <= this.#now);
    this.#due = this.#due.filter((entry) => entry.at > this.#now);
    ready.forEach((entry) => entry.action());
  }
}

/** Lets everything run that only waits for promises. */
export async function settled(): Promise<void> {
  for (let turn = 0; turn < 20; turn++) {
    await Promise.resolve();
  }
}
