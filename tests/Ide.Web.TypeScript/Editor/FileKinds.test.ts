import assert from "node:assert/strict";
import test from "node:test";
import { isPreviewOnly, isRunnable, mediaType, opensAsPreview, previewKind, textOf } from "../../../src/Ide.Web/Editor/FileKinds";
import { extensionOf, folderOf, nameOf } from "../../../src/Ide.Web/Ui/FileNames";

test("Extensions are those of the name, not of a folder or a hidden file", () => {
  assert.deepEqual(["/a.b/c", "/x.PY", "/.bashrc", "/a.tar.gz", "/"].map(extensionOf), ["", "py", "", "gz", ""]);
});

test("A path has a name and a folder, down to the root", () => {
  assert.deepEqual(["/a/b.txt", "/a"].map((path) => [folderOf(path), nameOf(path)]), [["/a", "b.txt"], ["/", "a"]]);
});

test("Python, JavaScript, TypeScript and shell scripts run; pictures show", () => {
  assert.deepEqual(["/a.py", "/a.ts", "/a.sh", "/a.md", "/py"].map(isRunnable), [true, true, true, false, false]);
  assert.deepEqual([mediaType("/a.PNG"), mediaType("/a.svg"), mediaType("/a.py")], ["image/png", "image/svg+xml", undefined]);
});

test("Bytes are text when they are UTF-8 without NUL, a byte order mark included", () => {
  assert.equal(textOf(new TextEncoder().encode("ü\n")), "ü\n");
  assert.equal(textOf(new Uint8Array([0xef, 0xbb, 0xbf, 0x61])), "\ufeffa");
  assert.equal(textOf(new Uint8Array([0x61, 0, 0x62])), undefined);
  assert.equal(textOf(new Uint8Array([0xff, 0xfe])), undefined);
});

test("What has no text to edit opens as it looks; an SVG, too, though its text can be edited", () => {
  assert.deepEqual(["/a.png", "/a.mp4", "/a.svg", "/a.md", "/a.py"].map(opensAsPreview), [true, true, true, false, false]);
  assert.deepEqual(["/a.png", "/a.svg", "/a.md"].map(isPreviewOnly), [true, false, false]);
  assert.deepEqual(["/a.md", "/a.json", "/a.py"].map(previewKind), ["markdown", "json", undefined]);
});
