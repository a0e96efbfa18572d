import assert from "node:assert/strict";
import test from "node:test";
import { shownText } from "../../../src/Ide.Web/Ui/ShownText";

test("What deceives or does not show stands as an escape, and what people write stays", () => {
  assert.equal(shownText("größe 👍 日本.txt"), "größe 👍 日本.txt");
  assert.equal(shownText("a\nb\tc\u0000"), "a\\nb\\tc\\x00");
  assert.equal(shownText("photo\u202egpj.exe"), "photo\\u202egpj.exe");
  assert.equal(shownText("caf\uefe9\u200b"), "caf\\xe9\\u200b");
});
