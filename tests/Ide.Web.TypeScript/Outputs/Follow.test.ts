import assert from "node:assert/strict";
import test from "node:test";
import { Follow } from "../../../src/Ide.Web/Outputs/Follow";
import type { DisposableStore } from "../../../src/Ide.Web/Workbench/Disposable";

/** A pane that scrolls as a browser's does: never beyond its content, and with an event for each change. */
class FakePane {
  readonly dataset: Record<string, string> = {};
  #top = 0;
  scrolled = (): void => {};

  constructor(
    public scrollHeight: number,
    public clientHeight: number,
  ) {}

  get scrollTop(): number {
    return this.#top;
  }

  set scrollTop(top: number) {
    this.#top = Math.max(0, Math.min(top, this.scrollHeight - this.clientHeight));
  }

  scrollTo(top: number): void {
    this.scrollTop = top;
    this.scrolled();
  }

  /** Content or pane have another size now, and the browser keeps the place as far as it can. */
  resize(scrollHeight: number, clientHeight: number): void {
    this.scrollHeight = scrollHeight;
    this.clientHeight = clientHeight;
    this.scrollTo(this.#top);
  }
}

function scene() {
  const pane = new FakePane(1_000, 100);
  const told: boolean[] = [];
  const scope = {
    defer: () => {},
    listen: (_: unknown, __: string, scrolled: () => void) => {
      pane.scrolled = scrolled;
    },
  } as unknown as DisposableStore;
  globalThis.ResizeObserver = class {
    observe(): void {}
    unobserve(): void {}
    disconnect(): void {}
  };
  const follow = new Follow(pane as unknown as HTMLElement, pane as unknown as HTMLElement, (following) => told.push(following), scope);
  follow.settle();
  return { pane, follow, told };
}

test("Who scrolls up is left there, and who comes back to the end goes on with it", () => {
  const { pane, follow, told } = scene();
  pane.scrollTo(600);
  pane.resize(1_200, 100);
  follow.settle();
  assert.equal(pane.scrollTop, 600);
  pane.scrollTo(1_090);
  pane.resize(1_400, 100);
  follow.settle();
  assert.equal(pane.scrollTop, 1_300);
  assert.deepEqual(told, [false, true]);
});

test("A window that grows, whose content grows again once it is drawn, keeps its reader at the end", () => {
  const { pane, follow, told } = scene();
  // The browser moves the pane up to the end of the smaller content; before that is told, more of it has got its size.
  pane.scrollHeight = 700;
  pane.clientHeight = 200;
  pane.scrollTop = 900;
  pane.scrollHeight = 750;
  pane.scrolled();
  assert.equal(pane.scrollTop, 550);
  follow.settle();
  assert.equal(pane.scrollTop, 550);
  assert.deepEqual(told, []);
});
