import assert from "node:assert/strict";
import test from "node:test";
import { applySgr, plain } from "../../../src/Ide.Web/Outputs/TextStyle";

const cases: readonly (readonly [string, object])[] = [
  ["1;3;4;9", { bold: true, italic: true, underline: true, strike: true }],
  ["31", { foreground: 1 }],
  ["97;100", { foreground: 15, background: 8 }],
  ["38;5;208", { foreground: 208 }],
  ["48;2;1;2;255", { background: "#0102ff" }],
  ["38:2::1:2:3", { foreground: "#010203" }],
  ["38;5;999", {}],
  ["38;2;1", {}],
  ["1;22", {}],
  ["31;39", {}],
  ["1;0", {}],
  ["", {}],
  ["38;5;1;4", { foreground: 1, underline: true }],
  ["nonsense", {}],
];

for (const [parameters, expected] of cases) {
  test(`CSI ${parameters} m`, () => assert.deepEqual(applySgr(plain, parameters), expected));
}

test("What is not mentioned stays", () => {
  assert.deepEqual(applySgr({ bold: true, foreground: 2 }, "4"), { bold: true, foreground: 2, underline: true });
});
