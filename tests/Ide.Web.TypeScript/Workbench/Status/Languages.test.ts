import assert from "node:assert/strict";
import test from "node:test";
import { languageTitle } from "../../../../src/Ide.Web/Workbench/Status/Languages";

test("Languages are called as people write them", () => {
  assert.deepEqual(["python", "typescript", "plaintext", "markdown", "json"].map(languageTitle), ["Python", "TypeScript", "Plain text", "Markdown", "JSON"]);
});
