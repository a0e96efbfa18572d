import assert from "node:assert/strict";
import { test } from "node:test";
import { MarginMarks, type MarkedModel } from "../../../src/Ide.Web/Editor/MarginMarks";
import { DisposableStore } from "../../../src/Ide.Web/Workbench/Disposable";
import { LineMarks, type MarkKind } from "../../../src/Ide.Web/Workbench/LineMarks";

/** A text whose decorations move with its lines, as those of Monaco do. */
class Text {
  readonly #decorations = new Map<string, { startLineNumber: number; endLineNumber: number; look: string }>();
  #made = 0;
  isGone = false;

  constructor(public lines: string[]) {}

  readonly model = {
    getLineCount: () => this.lines.length,
    getLineContent: (line: number) => this.lines[line - 1]!,
    getDecorationRange: (id: string) => this.#decorations.get(id) ?? null,
    isDisposed: () => this.isGone,
    deltaDecorations: (old: string[], added: { range: { startLineNumber: number; endLineNumber: number }; options: { linesDecorationsClassName?: string } }[]) => {
      assert.equal(this.isGone, false);
      old.forEach((id) => this.#decorations.delete(id));
      return added.map(({ range, options }) => {
        const id = `d${++this.#made}`;
        this.#decorations.set(id, { ...range, look: options.linesDecorationsClassName! });
        return id;
      });
    },
  } as unknown as MarkedModel;

  insertAbove(...lines: string[]): void {
    this.lines.unshift(...lines);
    for (const decoration of this.#decorations.values()) {
      decoration.startLineNumber += lines.length;
      decoration.endLineNumber += lines.length;
    }
  }

  /** All lines become the first. */
  join(): void {
    this.lines = [this.lines.join("; ")];
    for (const decoration of this.#decorations.values()) {
      decoration.startLineNumber = decoration.endLineNumber = 1;
    }
  }

  get marked(): readonly string[] {
    return [...this.#decorations.values()].map(({ startLineNumber, endLineNumber, look }) => `${startLineNumber}-${endLineNumber} ${look.replace("line-mark line-mark-", "")}`);
  }
}

class Scene {
  readonly marks = new LineMarks();
  text: Text | undefined;
  readonly margin = new MarginMarks(this.marks, (path) => (path === "/a.py" ? (this.text?.model ?? null) : null), new DisposableStore());

  open(...lines: string[]): Text {
    this.text = new Text(lines);
    this.margin.draw();
    return this.text;
  }

  put(id: string, firstLine: number, text: string, kind: MarkKind = "running", path = "/a.py"): void {
    this.marks.put(id, { path, firstLine, text, kind });
    this.marks.changed();
  }

  change(id: string, kind: MarkKind): void {
    this.marks.change(id, kind);
    this.marks.changed();
  }
}

test("What was marked before a file was opened is drawn when it is, and again when it is opened anew", () => {
  const scene = new Scene();
  scene.put("one", 1, "a = 1\nb = 2\n");
  scene.put("other", 1, "a = 1", "running", "/b.py");
  const first = scene.open("a = 1", "b = 2", "");
  assert.deepEqual(first.marked, ["1-2 running"]);
  first.isGone = true;
  scene.text = undefined;
  scene.change("one", "succeeded");
  assert.deepEqual(scene.open("a = 1", "b = 2").marked, ["1-2 succeeded"]);
});

test("A mark that has moved with its text stays where it is when its run ends", () => {
  const scene = new Scene();
  const text = scene.open("a = 1");
  scene.put("one", 1, "a = 1");
  text.insertAbove("import os", "");
  scene.change("one", "failed");
  assert.deepEqual(text.marked, ["3-3 failed"]);
});

test("A newer run of lines that have moved takes the place of the older one's mark", () => {
  const scene = new Scene();
  const text = scene.open("a = 1", "b = 2");
  scene.put("one", 1, "a = 1", "succeeded");
  scene.put("beside", 2, "b = 2", "succeeded");
  text.insertAbove("1", "2", "3");
  scene.put("two", 4, "a = 1");
  assert.deepEqual(text.marked, ["5-5 succeeded", "4-4 running"]);
  assert.deepEqual([...scene.marks.all.keys()], ["beside", "two"]);
});

test("An older run whose text comes to stand there after all leaves a newer run of these lines its mark", () => {
  const scene = new Scene();
  const text = scene.open("x", "b = 2");
  scene.put("old", 1, "a = 1");
  scene.put("new", 2, "b = 2", "succeeded");
  text.join();
  text.lines = ["a = 1; b = 2"];
  scene.margin.draw();
  assert.deepEqual(text.marked, ["1-1 succeeded"]);
  assert.deepEqual([...scene.marks.all.keys()], ["new"]);
});

test("Of runs whose lines were joined meanwhile, the one that ends leaves the other its mark", () => {
  const scene = new Scene();
  const text = scene.open("a = 1", "b = 2");
  scene.put("one", 1, "a = 1");
  scene.put("two", 2, "b = 2", "queued");
  text.join();
  scene.change("one", "succeeded");
  scene.change("two", "running");
  assert.deepEqual([...text.marked].sort(), ["1-1 running", "1-1 succeeded"]);
  assert.deepEqual([...scene.marks.all.keys()], ["one", "two"]);
});

test("Lines that say something else by now have no mark; a part of a line and what was indented as a whole have one", () => {
  const scene = new Scene();
  scene.put("whole", 1, "a = 1\nb = 2");
  const text = scene.open("a = 1", "b = 3", "print(a)", "    return 1", "last");
  scene.put("part", 3, "a");
  scene.put("indented", 4, "return 1");
  scene.put("beyond", 5, "last\nnext");
  assert.deepEqual(text.marked, ["3-3 running", "4-4 running"]);
});

test("What is deleted is no longer drawn", () => {
  const scene = new Scene();
  const text = scene.open("a = 1");
  scene.put("one", 1, "a = 1");
  scene.marks.clear();
  scene.marks.changed();
  assert.deepEqual(text.marked, []);
});
