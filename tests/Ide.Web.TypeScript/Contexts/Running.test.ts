import assert from "node:assert/strict";
import test from "node:test";
import { Running } from "../../../src/Ide.Web/Contexts/Running";
import { type EditorFile, EditorSeat } from "../../../src/Ide.Web/Workbench/EditorSeat";
import { settled } from "../Testing/ManualTimer";

type Call = { readonly batchId?: string; readonly method: string; readonly path?: string; readonly code?: string; readonly contextId?: string; readonly firstLine?: number };

/** A page with one file in front, whose text comes when a test lets it. */
class Scene {
  readonly calls: Call[] = [];
  readonly moves: number[] = [];
  readonly batches: (string | undefined)[] = [];
  /** What the server says to a call, when it does. */
  answer: Promise<void> = Promise.resolve();
  readonly #editor = new EditorSeat();
  readonly #file: EditorFile;
  #hasCome = false;
  #come = (): void => {};
  readonly running: Running;

  constructor(text: string, line: number, selected = "", path = "/workspace/a.py") {
    const selection = { text: selected, startLine: line, endLine: line };
    this.#file = { path, language: "python", text, selection, line, column: 1 };
    const coming = new Promise<void>((resolve) => (this.#come = resolve));
    const active = (): EditorFile | undefined => (this.#hasCome ? this.#file : undefined);
    this.#editor.take({
      get active() {
        return active();
      },
      path,
      arrived: () => coming.then(active),
      openAt: async () => {},
      save: async () => true,
      isUnsaved: () => false,
      moveTo: (to) => void this.moves.push(to),
    });
    const invoke = async (method: string, { path, code, contextId, firstLine, batchId }: Omit<Call, "method">): Promise<void> => {
      this.batches.push(batchId);
      this.calls.push({ method, ...(path && { path }), ...(code && { code }), ...(contextId && { contextId }), ...(firstLine && { firstLine }) });
      await this.answer;
    };
    const page = { editor: this.#editor, connection: { invoke }, contexts: { choices: { chosen: () => ({ id: "ctx" }) } }, show: () => {} };
    this.running = new Running(page as unknown as ConstructorParameters<typeof Running>[0]);
  }

  come(): void {
    this.#hasCome = true;
    this.#come();
  }
}

const cells = "# %% one\na = 1\n# %% two\nb = 2\n";
const path = "/workspace/a.py";

for (const [name, run, expected] of [
  ["a file", (running: Running) => running.file(), [{ method: "RunFile", path, contextId: "ctx" }]],
  ["the cell at the cursor", (running: Running) => running.here(), [{ method: "RunCode", path, code: "# %% one\na = 1", contextId: "ctx", firstLine: 1 }]],
  ["a selection", (running: Running) => running.selection(), [{ method: "RunCode", path, code: "a = 1", contextId: "ctx", firstLine: 2 }]],
  ["all below", (running: Running) => running.cells("below"), [
    { method: "RunCode", path, code: "# %% one\na = 1", contextId: "ctx", firstLine: 1 },
    { method: "RunCode", path, code: "# %% two\nb = 2\n", contextId: "ctx", firstLine: 3 },
  ]],
] as const) {
  test(`Asked to run while the text is on its way, ${name} runs when it has come`, async () => {
    const scene = new Scene(cells, 2, name === "a selection" ? "a = 1" : "");
    const ran = run(scene.running);
    await settled();
    assert.deepEqual(scene.calls, []);
    scene.come();
    await ran;
    assert.deepEqual(scene.calls, expected);
  });
}

test("Cells that are run in one go are of one batch, and one alone is of none", async () => {
  const scene = new Scene(cells, 2);
  scene.come();
  await scene.running.here();
  await scene.running.cells("below");
  await scene.running.cells("below");
  const [alone, one, two, three, four] = scene.batches;
  assert.deepEqual([alone, one === two, three === four, one === three, typeof one], [undefined, true, true, false, "string"]);
});

test("The cursor goes on behind a cell whose text came late", async () => {
  const scene = new Scene(cells, 2);
  const ran = scene.running.andGoOn();
  scene.come();
  await ran;
  assert.deepEqual([scene.moves, scene.calls.length], [[4], 1]);
});

test("Cells that are run in quick succession reach the server in that order, also when it refuses one", async () => {
  const scene = new Scene(cells, 2);
  scene.come();
  let refuse = (_: Error): void => {};
  scene.answer = new Promise((_, reject) => (refuse = reject));
  const first = scene.running.andGoOn();
  const second = scene.running.file();
  await settled();
  assert.deepEqual(scene.calls.map(({ method }) => method), ["RunCode"]);
  scene.answer = Promise.resolve();
  refuse(new Error("no"));
  await assert.rejects(first);
  await second;
  assert.deepEqual(scene.calls.map(({ method }) => method), ["RunCode", "RunFile"]);
});

test("A command is there as soon as a file that may run is in front, and its text has the last word", () => {
  const scene = new Scene("a = 1\n", 1);
  assert.deepEqual([scene.running.refusal(), scene.running.refusalOfCells()], [undefined, undefined]);
  scene.come();
  assert.deepEqual([scene.running.refusal(), scene.running.refusalOfCells()], [undefined, "The file has no cells: begin one with # %% or // %%"]);
  assert.equal(new Scene("", 1, "", "/workspace/picture.png").running.refusal(), "Only Python, JavaScript and TypeScript run in parts");
});
