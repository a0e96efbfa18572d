import assert from "node:assert/strict";
import test from "node:test";
import { headingName, targetOf } from "../../../src/Ide.Web/Markdown/MarkdownLinks";

const target = (link: string, folder: string | undefined = "/workspace/docs") => targetOf(link, "https://ide.test", folder);

test("A relative link is a file beside the text, and cannot climb above the root", () => {
  assert.deepEqual(target("a%20b.md#part"), { kind: "file", path: "/workspace/docs/a b.md" });
  assert.deepEqual(target("../../../../etc/x"), { kind: "file", path: "/etc/x" });
  assert.deepEqual(target("/api/tokens"), { kind: "file", path: "/api/tokens" });
});

test("A link out is let through, one to the product itself is not, however it is written", () => {
  assert.deepEqual(target("https://example.org/a"), { kind: "web", url: "https://example.org/a" });
  assert.deepEqual(target("mailto:ann@example.org"), { kind: "web", url: "mailto:ann@example.org" });
  for (const link of ["https://ide.test/api/tokens", "http://ide.test/", "//ide.test/api", "/\\ide.test/api", "\\\\ide.test", "https:/api/tokens"]) {
    assert.deepEqual(target(link), { kind: "nothing" }, link);
  }
});

test("What would run, or read another place, leads nowhere", () => {
  for (const link of ["javascript:alert(1)", " JavaScript:alert(1)", "vbscript:x", "data:text/html,<script>", "blob:https://ide.test/1", "file:///etc/passwd", "a\0b"]) {
    assert.deepEqual(target(link), { kind: "nothing" }, link);
  }
});

test("A picture inside the text is a picture; other data is not", () => {
  assert.equal(target("data:image/png;base64,AAAA").kind, "data");
  assert.equal(target("data:image/x-unknown;base64,AAAA").kind, "nothing");
});

test("Without a folder, files lead nowhere and headings still do", () => {
  assert.equal(targetOf("a.md", "https://ide.test", undefined).kind, "nothing");
  assert.deepEqual(targetOf("#Two%20words", "https://ide.test", undefined), { kind: "heading", name: "two words" });
});

test("A heading is called by its words", () => {
  assert.equal(headingName(" What's new, in 2.0? "), "whats-new-in-20");
});
