import assert from "node:assert/strict";
import test from "node:test";
import type { Draft, DraftStore } from "../../../src/Ide.Web/Editor/DraftStore";
import type { FileRead, FileStore, FileWritten } from "../../../src/Ide.Web/Editor/FileStore";
import { OpenFile, type TextBuffer } from "../../../src/Ide.Web/Editor/OpenFile";

class FakeBuffer implements TextBuffer {
  version = 1;
  #text: string;
  #isDisposed = false;
  #listener = (): void => {};

  constructor(text: string) {
    this.#text = text;
  }

  get text(): string {
    assert.ok(!this.#isDisposed, "Model is disposed!");
    return this.#text;
  }

  set text(text: string) {
    this.#text = text;
  }

  replace(text: string): void {
    if (text !== this.text) {
      this.text = text;
      this.version++;
      this.#listener();
    }
  }

  onChange(listener: () => void) {
    this.#listener = listener;
    return { dispose: () => {} };
  }

  dispose(): void {
    this.#isDisposed = true;
  }
}

class FakeDisk implements FileStore {
  constructor(public file: { readonly text: string; readonly etag: string } | undefined) {}

  async read(_path: string, known?: string): Promise<FileRead> {
    if (!this.file) {
      return { kind: "missing" };
    }

    return this.file.etag === known ? { kind: "unchanged" } : { kind: "text", ...this.file };
  }

  async write(_path: string, text: string, base: string | undefined): Promise<FileWritten> {
    if (this.file?.etag !== base) {
      return { kind: "conflict" };
    }

    this.file = { text, etag: `${this.file?.etag ?? "v"}+` };
    return { kind: "saved", etag: this.file.etag };
  }
}

class FakeDrafts implements DraftStore {
  readonly kept = new Map<string, Draft>();
  get = async (path: string) => this.kept.get(path);
  put = async (path: string, draft: Draft) => void this.kept.set(path, draft);
  delete = async (path: string) => void this.kept.delete(path);
  paths = async () => [...this.kept.keys()];
}

function scene(text = "one") {
  const disk = new FakeDisk({ text, etag: "v" });
  const drafts = new FakeDrafts();
  const buffer = new FakeBuffer(text);
  const file = new OpenFile("/f", buffer, "v", disk, drafts, (error) => assert.fail(String(error)));
  return { disk, drafts, buffer, file };
}

test("Typing makes it unsaved and keeps the text; saving makes it saved and forgets the copy", async () => {
  const { disk, drafts, buffer, file } = scene();
  buffer.replace("two");
  await file.flush();
  assert.deepEqual([file.isDirty, drafts.kept.get("/f")], [true, { text: "two", base: "v" }]);
  assert.equal(await file.save(), true);
  await file.flush();
  assert.deepEqual([file.isDirty, disk.file?.text, drafts.kept.size], [false, "two", 0]);
});

test("What the disk answers after a file was closed is nobody's: no draft of a file that was moved away", async () => {
  const { disk, drafts, file } = scene();
  disk.file = undefined;
  const asking = file.diskChanged();
  file.dispose();
  await asking;
  await file.flush();
  assert.equal(drafts.kept.size, 0);
});

test("A save that ends after its file was closed is saved, and one that meets another's says that it is not", async () => {
  for (const theirs of [undefined, { text: "theirs", etag: "w" }]) {
    const { disk, buffer, file } = scene();
    buffer.replace("two");
    disk.file = theirs ?? disk.file;
    const saving = file.save();
    file.dispose();
    assert.deepEqual([await saving, disk.file?.text], [theirs === undefined, theirs?.text ?? "two"]);
  }
});

test("Undoing back to what was saved is no change", () => {
  const { buffer, file } = scene();
  buffer.replace("two");
  buffer.text = "one";
  buffer.version = 1;
  assert.equal(file.isDirty, false);
});

test("What is typed while a save is out stays unsaved", async () => {
  const { buffer, file, disk } = scene();
  buffer.replace("two");
  const saving = file.save();
  buffer.replace("three");
  await saving;
  assert.deepEqual([disk.file?.text, file.isDirty], ["two", true]);
});

test("The dirty mark comes back after a save", async () => {
  const { buffer, file } = scene();
  const marks: boolean[] = [];
  file.onChange(() => marks.push(file.isDirty));
  buffer.replace("two");
  await file.save();
  buffer.replace("three");
  assert.deepEqual(marks, [true, false, true]);
});

test("A save never writes over what somebody else wrote in between", async () => {
  const { disk, buffer, file } = scene();
  buffer.replace("mine");
  disk.file = { text: "theirs", etag: "w" };
  assert.equal(await file.save(), false);
  assert.deepEqual([disk.file.text, file.conflict], ["theirs", { kind: "changed", text: "theirs", etag: "w" }]);
  assert.equal(await file.save(), false, "not before somebody has chosen");
});

test("Choosing one's own overwrites, choosing the file's takes that", async () => {
  for (const mine of [true, false]) {
    const { disk, buffer, file } = scene();
    buffer.replace("mine");
    disk.file = { text: "theirs", etag: "w" };
    await file.save();
    if (mine) {
      await file.overwrite();
    } else {
      file.reload();
    }

    const text = mine ? "mine" : "theirs";
    assert.deepEqual([buffer.text, disk.file.text, file.isDirty, file.conflict], [text, text, false, undefined]);
  }
});

test("Choosing one's own writes over what was shown, and asks again when there is something newer", async () => {
  const { disk, buffer, file } = scene();
  buffer.replace("mine");
  disk.file = { text: "theirs", etag: "w" };
  await file.save();
  disk.file = { text: "theirs, later", etag: "x" };
  assert.equal(await file.overwrite(), false);
  assert.deepEqual([disk.file.text, file.conflict], ["theirs, later", { kind: "changed", text: "theirs, later", etag: "x" }]);
});

test("A save while another is out writes what was typed since, too", async () => {
  const { disk, buffer, file } = scene();
  buffer.replace("two");
  const first = file.save();
  buffer.replace("three");
  assert.deepEqual([await file.save(), await first, disk.file?.text, file.isDirty], [true, true, "three", false]);
});

test("An answer that was lost on its way is no conflict: the file has the text", async () => {
  const { disk, buffer, file } = scene();
  buffer.replace("two");
  disk.file = { text: "two", etag: "w" };
  assert.equal(await file.save(), true);
  assert.deepEqual([file.isDirty, file.conflict, file.base], [false, undefined, "w"]);
});

test("A deleted file that somebody made anew is not written over unseen", async () => {
  const { disk, file } = scene();
  disk.file = undefined;
  await file.diskChanged();
  disk.file = { text: "made anew", etag: "n" };
  assert.equal(await file.overwrite(), false);
  assert.deepEqual([disk.file.text, file.conflict?.kind], ["made anew", "changed"]);
});

test("A file that changes on disk is shown when nothing is unsaved", async () => {
  const { disk, buffer, file } = scene();
  disk.file = { text: "theirs", etag: "w" };
  await file.diskChanged();
  assert.deepEqual([buffer.text, file.isDirty, file.conflict], ["theirs", false, undefined]);
});

test("A file that changes on disk asks when something is unsaved", async () => {
  const { disk, buffer, file } = scene();
  buffer.replace("mine");
  disk.file = { text: "theirs", etag: "w" };
  await file.diskChanged();
  assert.deepEqual([buffer.text, file.conflict?.kind], ["mine", "changed"]);
});

test("When both sides wrote the same there is nothing to ask", async () => {
  const { disk, buffer, file } = scene();
  buffer.replace("same");
  disk.file = { text: "same", etag: "w" };
  await file.diskChanged();
  assert.deepEqual([file.isDirty, file.conflict], [false, undefined]);
});

test("The text of a deleted file is kept and can be saved again", async () => {
  const { disk, drafts, file } = scene();
  disk.file = undefined;
  await file.diskChanged();
  await file.flush();
  assert.deepEqual([file.isDirty, file.conflict?.kind, drafts.kept.has("/f")], [true, "deleted", true]);
  assert.equal(await file.overwrite(), true);
  assert.equal((disk as FakeDisk).file?.text, "one");
});

test("Unsaved text of an earlier page comes back as unsaved", async () => {
  const { disk, file, buffer } = scene();
  file.restore("draft", "v", await disk.read("/f"));
  assert.deepEqual([buffer.text, file.isDirty, file.conflict], ["draft", true, undefined]);
});

test("Unsaved text of an earlier page and a file that went on are both there to choose from", async () => {
  const { disk, file, buffer } = scene();
  file.restore("draft", "older", await disk.read("/f"));
  assert.deepEqual([buffer.text, file.conflict], ["draft", { kind: "changed", text: "one", etag: "v" }]);
});

test("A copy of what is on disk anyway is forgotten", async () => {
  const { disk, drafts, file } = scene();
  drafts.kept.set("/f", { text: "one", base: "older" });
  file.restore("one", "older", await disk.read("/f"));
  await file.flush();
  assert.deepEqual([file.isDirty, drafts.kept.size], [false, 0]);
});

test("Letting a file go keeps its unsaved text first", async () => {
  const { drafts, buffer, file } = scene();
  buffer.replace("two");
  file.dispose();
  await file.flush();
  assert.equal(drafts.kept.get("/f")?.text, "two");
});
