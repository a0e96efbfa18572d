import assert from "node:assert/strict";
import test from "node:test";
import { type ClashAnswer, nameOfCopy, Upload, type UploadItem, type UploadTransport } from "../../../src/Ide.Web/Explorer/Upload";

/** A sandbox's files in memory. */
class Disk implements UploadTransport {
  readonly files = new Map<string, string>();
  readonly folders: string[] = [];
  atOnce = 0;
  mostAtOnce = 0;
  refuse: string | undefined;

  async makeFolder(path: string): Promise<void> {
    this.folders.push(path);
  }

  async exists(path: string): Promise<boolean> {
    return this.files.has(path);
  }

  async put(path: string, content: Blob, replace: boolean, sent: (bytes: number) => void): Promise<boolean> {
    this.mostAtOnce = Math.max(this.mostAtOnce, ++this.atOnce);
    await new Promise((resolve) => setTimeout(resolve, 1));
    this.atOnce--;
    if (path === this.refuse) {
      throw new Error("No room.");
    }

    if (this.files.has(path) && !replace) {
      return false;
    }

    sent(content.size + 100); // with the request's head
    this.files.set(path, await content.text());
    return true;
  }
}

const file = (path: string, text = path): UploadItem => ({ path, content: new Blob([text]) });

function upload(disk: Disk, items: readonly UploadItem[], ...answers: ClashAnswer[]): Upload {
  return new Upload("/workspace", items, disk, async () => answers.shift() ?? assert.fail("asked once too often"), () => {});
}

test("Folders come first, also empty ones, and then the files, three at a time", async () => {
  const disk = new Disk();
  const files = Array.from({ length: 10 }, (_, index) => file(`d/e/${index}`));
  const up = upload(disk, [{ path: "d/none", content: undefined }, ...files]);
  await up.run();
  assert.deepEqual(disk.folders, ["/workspace/d", "/workspace/d/e", "/workspace/d/none"]);
  assert.deepEqual([disk.files.size, disk.mostAtOnce, up.doneFiles, up.sentBytes], [10, 3, 10, up.totalBytes]);
});

test("A name that is taken is asked about, and nothing is written over unasked", async () => {
  const disk = new Disk();
  ["/workspace/a", "/workspace/b.txt", "/workspace/b (1).txt", "/workspace/c"].forEach((path) => disk.files.set(path, "old"));
  const choices = (["replace", "keep-both", "skip"] as const).map((choice) => ({ choice, forAll: false }));
  const up = upload(disk, [file("a"), file("b.txt"), file("c")], ...choices);
  await up.run();
  assert.deepEqual(Object.fromEntries(disk.files), {
    "/workspace/a": "a",
    "/workspace/b.txt": "old",
    "/workspace/b (1).txt": "old",
    "/workspace/b (2).txt": "b.txt",
    "/workspace/c": "old",
  });
  assert.deepEqual([up.doneFiles, up.skipped, up.failures], [2, 1, []]);
});

test("An answer for all is asked for once", async () => {
  const disk = new Disk();
  const files = Array.from({ length: 9 }, (_, index) => file(`${index}`));
  files.forEach((item) => disk.files.set(`/workspace/${item.path}`, "old"));
  const up = upload(disk, files, { choice: "replace", forAll: true });
  await up.run();
  assert.deepEqual([...disk.files.values()].filter((text) => text === "old"), []);
});

test("One that fails does not keep the others back", async () => {
  const disk = new Disk();
  disk.refuse = "/workspace/b";
  const up = upload(disk, [file("a"), file("b"), file("c")]);
  await up.run();
  assert.deepEqual([up.doneFiles, up.failures], [2, ["b: No room."]]);
});

test("After it is cancelled nothing more is sent", async () => {
  const disk = new Disk();
  const up = upload(disk, Array.from({ length: 50 }, (_, index) => file(`${index}`)));
  const running = up.run();
  up.cancel();
  await running;
  assert.ok(disk.files.size <= 3);
  assert.equal(up.failures.length, 0);
});

test("A copy is named so that its kind stays", () => {
  assert.deepEqual([nameOfCopy("a.tar.gz", 1), nameOfCopy("d.x/Makefile", 2), nameOfCopy(".env", 1)], ["a.tar (1).gz", "d.x/Makefile (2)", ".env (1)"]);
});
