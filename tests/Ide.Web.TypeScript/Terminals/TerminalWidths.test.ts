import assert from "node:assert/strict";
import test from "node:test";
import { TerminalBorders } from "../../../src/Ide.Web/Terminals/TerminalBorders";
import { TerminalWidths } from "../../../src/Ide.Web/Terminals/TerminalWidths";
import { DisposableStore } from "../../../src/Ide.Web/Workbench/Disposable";

class FakeStorage {
  readonly written: string[] = [];
  isForbidden = false;

  getItem(): string | null {
    return this.#allowed(() => this.written.at(-1) ?? null);
  }

  setItem(_key: string, text: string): void {
    this.#allowed(() => this.written.push(text));
  }

  #allowed<T>(access: () => T): T {
    if (this.isForbidden) {
      throw new Error("QuotaExceededError");
    }

    return access();
  }
}

/** As much of an element as a border and the host of borders need. */
class FakeElement {
  readonly dataset = { place: "1" };
  readonly style = { setProperty: (): void => {} };
  readonly clientWidth = 1_000;
  readonly offsetWidth = 0;
  readonly #listeners = new Map<string, (event: unknown) => void>();
  left = 500;

  addEventListener(type: string, listener: (event: unknown) => void): void {
    this.#listeners.set(type, listener);
  }

  raise(type: string, border: FakeElement, more: object = {}): void {
    this.#listeners.get(type)?.({ target: border, preventDefault: () => {}, pointerId: 1, ...more });
  }

  matches = (): boolean => true;
  hasPointerCapture = (): boolean => true;
  setPointerCapture = (): void => {};
  focus = (): void => {};
  querySelectorAll = (): readonly FakeElement[] => [];
  getBoundingClientRect = (): { left: number } => ({ left: this.left });
}

test("The widths of the last few groups are kept, each for its own terminals", () => {
  const storage = new FakeStorage();
  const widths = new TerminalWidths(storage, "widths");
  for (let group = 0; group < 12; group++) {
    widths.keep([`${group}`, "other"], [0.25, 0.75]);
  }

  assert.deepEqual(widths.of(["11", "other"]), [0.25, 0.75]);
  assert.deepEqual(widths.of(["3", "other"]), [0.25, 0.75]);
  assert.deepEqual(widths.of(["2", "other"]), [0.5, 0.5]);
});

test("A border is kept once, when it is let go, and moves also where nothing can be kept", (context) => {
  const elements = globalThis as { HTMLElement?: unknown };
  const before = elements.HTMLElement;
  elements.HTMLElement = FakeElement;
  context.after(() => (elements.HTMLElement = before));
  const storage = new FakeStorage();
  const [host, border] = [new FakeElement(), new FakeElement()];
  const widths = new TerminalWidths(storage, "widths");
  new TerminalBorders(host as unknown as HTMLElement, widths, new DisposableStore()).show(["a", "b"]);

  host.raise("pointerdown", border);
  for (let x = 490; x >= 400; x -= 10) {
    host.raise("pointermove", border, { clientX: x });
    border.left = x;
  }

  assert.equal(storage.written.length, 0);
  host.raise("lostpointercapture", border);
  assert.equal(storage.written.length, 1);
  assert.deepEqual(widths.of(["a", "b"]).map((share) => Math.round(share * 100)), [40, 60]);

  storage.isForbidden = true;
  host.raise("keydown", border, { key: "ArrowLeft" });
  host.raise("dblclick", border);
  assert.equal(storage.written.length, 1);
});
