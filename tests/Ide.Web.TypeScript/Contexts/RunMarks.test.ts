import assert from "node:assert/strict";
import { test } from "node:test";
import { markRuns } from "../../../src/Ide.Web/Contexts/RunMarks";
import { DisposableStore } from "../../../src/Ide.Web/Workbench/Disposable";
import { Emitter } from "../../../src/Ide.Web/Workbench/Emitter";
import type { JournalEvent } from "../../../src/Ide.Web/Workbench/JournalEvents";
import { LineMarks } from "../../../src/Ide.Web/Workbench/LineMarks";

class Scene {
  readonly scope = new DisposableStore();
  readonly #events = new Emitter<readonly JournalEvent[]>();
  readonly #resets = new Emitter<void>();
  readonly #marks = new LineMarks();
  readonly #connection = {
    onEvents: (listener: (batch: readonly JournalEvent[]) => void) => this.#events.on(listener),
    onReset: (listener: () => void) => this.#resets.on(listener),
    isPastTold: false,
  };
  shown: readonly string[] = [];
  told = 0;

  constructor() {
    this.#marks.onChange(() => {
      this.told++;
      this.shown = [...this.#marks.all.values()].map(({ path, firstLine, kind }) => `${path}:${firstLine} ${kind}`);
    });
    markRuns({ marks: this.#marks, connection: this.#connection }, this.scope);
  }

  started(runId: string, firstLine: number, source = "print(1)\nprint(2)\n"): void {
    this.tell({ type: "run_started", runId, kind: "code", contextId: "c", source, path: "/workspace/a.py", firstLine, isQueued: false });
  }

  finished(runId: string, state: string): void {
    this.tell({ type: "run_finished", runId, state });
  }

  caughtUp(): void {
    this.#connection.isPastTold = true;
    this.tell({ type: "caught_up", lastSeq: 0 });
  }

  reset(): void {
    this.#resets.emit();
  }

  tell(event: object): void {
    this.#events.emit([{ at: "", actor: "ann", ...event } as unknown as JournalEvent]);
  }
}

test("What ran before one came is marked as it came out, and the past is gone through without showing it", () => {
  const scene = new Scene();
  scene.started("one", 1);
  scene.finished("one", "succeeded");
  scene.started("two", 5);
  scene.finished("two", "failed");
  scene.started("three", 9);
  assert.equal(scene.told, 0);
  scene.caughtUp();
  assert.deepEqual(scene.shown, ["/workspace/a.py:1 succeeded", "/workspace/a.py:5 failed", "/workspace/a.py:9 running"]);
  assert.equal(scene.told, 1);
});

test("What runs now is marked as it goes, and a second run of the same lines takes the first one's place", () => {
  const scene = new Scene();
  scene.caughtUp();
  scene.started("one", 1);
  assert.deepEqual(scene.shown, ["/workspace/a.py:1 running"]);
  scene.finished("one", "succeeded");
  assert.deepEqual(scene.shown, ["/workspace/a.py:1 succeeded"]);
  scene.started("two", 2);
  assert.deepEqual(scene.shown, ["/workspace/a.py:2 running"]);
});

test("Nothing is marked any more when who marks has gone", () => {
  const scene = new Scene();
  scene.caughtUp();
  scene.started("one", 1);
  scene.scope.dispose();
  assert.deepEqual(scene.shown, []);
});

test("What was interrupted has no mark, before one came or after", () => {
  const scene = new Scene();
  scene.started("one", 1);
  scene.finished("one", "interrupted");
  scene.caughtUp();
  scene.started("two", 5);
  scene.finished("two", "interrupted");
  assert.deepEqual(scene.shown, []);
});

test("What is printed tells of no mark again, and a journal that was replaced takes them all", () => {
  const scene = new Scene();
  scene.started("one", 1);
  scene.caughtUp();
  scene.tell({ type: "output", runId: "one", stream: "stdout", text: "1" });
  assert.equal(scene.told, 1);
  scene.reset();
  assert.deepEqual(scene.shown, []);
});

test("The oldest of more than a hundred marks goes", () => {
  const scene = new Scene();
  for (let run = 0; run < 101; run++) {
    scene.started(`run-${run}`, 1 + 10 * run);
  }

  scene.caughtUp();
  assert.equal(scene.shown.length, 100);
  assert.equal(scene.shown.includes("/workspace/a.py:1 running"), false);
});
