import assert from "node:assert/strict";
import test from "node:test";
import { FileReplacer } from "../../../src/Ide.Web/Search/FileReplacer";
import type { SearchMatch } from "../../../src/Ide.Web/Search/SearchEvents";
import { ApiError } from "../../../src/Ide.Web/Workbench/SandboxApi";

const match: SearchMatch = { line: 1, column: 1, length: 3, text: "old", offset: 0, replacement: "new" };
const file = (): { path: string; etag: string; matches: readonly SearchMatch[]; isOpen: boolean } => ({ path: "/a", etag: '"1"', matches: [match], isOpen: true });

class Disk {
  etag = '"1"';
  readonly writes: string[] = [];

  constructor(private readonly bytes: Uint8Array<ArrayBuffer>) {}

  readonly fetch = async (_path: string, _query: unknown, init: RequestInit = {}): Promise<Response> => {
    if ((init.headers as Record<string, string>)["If-Match"] !== this.etag) {
      throw new ApiError(412, "REVISION_MISMATCH", "/a has been changed.");
    }

    if (init.method === "PUT") {
      this.writes.push(init.body as string);
      return new Response(JSON.stringify({ etag: '"2"' }));
    }

    return new Response(this.bytes);
  };
}

const bytesOf = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text) as Uint8Array<ArrayBuffer>;
const nobody = { isUnsaved: () => false };

test("A file is written with the revision that was searched", async () => {
  const disk = new Disk(bytesOf("old"));
  assert.deepEqual(await new FileReplacer(disk, nobody).replace(file(), new Set([match])), { kind: "replaced", etag: '"2"', others: [] });
  assert.deepEqual(disk.writes, ["new"]);
});

test("What somebody has written since is not written over", async () => {
  const disk = new Disk(bytesOf("old"));
  disk.etag = '"other"';
  const outcome = await new FileReplacer(disk, nobody).replace(file(), new Set([match]));
  assert.match(outcome.kind === "refused" ? outcome.reason : "", /changed it since/);
  assert.deepEqual(disk.writes, []);
});

test("A file with unsaved text here, and one that is not all UTF-8, are left alone and said to be", async () => {
  const disk = new Disk(new Uint8Array([0x6f, 0x6c, 0x64, 0xff]));
  const unsaved = await new FileReplacer(disk, { isUnsaved: () => true }).replace(file(), new Set([match]));
  const broken = await new FileReplacer(disk, nobody).replace(file(), new Set([match]));
  assert.match(unsaved.kind === "refused" ? unsaved.reason : "", /unsaved/);
  assert.match(broken.kind === "refused" ? broken.reason : "", /UTF-8/);
  assert.deepEqual(disk.writes, []);
});
