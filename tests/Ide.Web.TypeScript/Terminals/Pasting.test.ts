import assert from "node:assert/strict";
import { test } from "node:test";
import { clipboardWrite, runsAtOnce, safeToPaste, titleText } from "../../../src/Ide.Web/Terminals/Pasting";

const osc = (text: string): string => `c;${Buffer.from(text, "utf8").toString("base64")}`;

test("no escape in a clipboard ends a bracketed paste", () => {
  assert.equal(safeToPaste("a\u001b[201~rm -rf /\n\u009b31m\u0003\tb\r\n"), "a[201~rm -rf /\n31m\tb\r\n");
});

test("lines that a program would run unread are asked about, and no others", () => {
  assert.equal(runsAtOnce("ls\nrm x", false), true);
  assert.equal(runsAtOnce("ls\n", false), true);
  assert.equal(runsAtOnce("ls", false), false);
  assert.equal(runsAtOnce("ls  ", false), false);
  assert.equal(runsAtOnce("ls\nrm x\n", true), false);
});

test("a program may ask to write text to the clipboard, never to read it", () => {
  assert.equal(clipboardWrite(osc("häi")), "häi");
  assert.equal(clipboardWrite("c;?"), undefined);
  assert.equal(clipboardWrite("c;"), undefined);
  assert.equal(clipboardWrite("c;/w=="), undefined);
  assert.equal(clipboardWrite("x;aGk="), undefined);
  assert.equal(clipboardWrite("c;<script>"), undefined);
  assert.equal(clipboardWrite(osc("x".repeat(100_001))), undefined);
});

test("a title shows only what can be seen", () => {
  assert.equal(titleText(" \u202egnp.exe\u0007\u200b\n<b> "), "gnp.exe<b>");
  assert.equal(titleText("x".repeat(5_000)).length, 100);
});
