import assert from "node:assert/strict";
import test from "node:test";
import { tokensOf } from "../../../src/Ide.Web/Ui/Code";

const samples: readonly (readonly [string, string, readonly string[]])[] = [
  ["python", 'def f(x):  # "no string"\n    return f"{x}" + 1.5', ["keyword def", 'comment # "no string"', "keyword return", 'string f"{x}"', "number 1.5"]],
  ["python", '"""doc\nover lines""" if x else \'\'', ['string """doc\nover lines"""', "keyword if", "keyword else", "string ''"]],
  ["javascript", "const a = `x ${1}`; // c\n/* d */", ["keyword const", "string `x ${1}`", "comment // c", "comment /* d */"]],
  ["typescript", "interface A {}", ["keyword interface"]],
  ["shell", "for f in *; do echo '$f' # done\ndone", ["keyword for", "keyword in", "keyword do", "string '$f'", "comment # done", "keyword done"]],
  ["cobol", "MOVE 1 TO X", []],
  ["python", '"never ends', ['string "never ends']],
];

for (const [language, code, expected] of samples) {
  test(`Colours ${language}: ${code.slice(0, 30).replaceAll("\n", "⏎")}`, () => {
    const tokens = tokensOf(code, language);
    assert.deepEqual(tokens.filter((token) => token.kind !== "plain").map(({ kind, text }) => `${kind} ${text}`), expected);
    assert.equal(tokens.map((token) => token.text).join(""), code);
  });
}

test("Hostile code is coloured in time that grows with its length", () => {
  const start = performance.now();
  for (const piece of ['"\\', "'''", "`${", "/*", "#", "((((", "a".repeat(50)]) {
    const code = piece.repeat(1_000);
    assert.equal(tokensOf(code, "python").map((token) => token.text).join(""), code);
    assert.equal(tokensOf(code, "javascript").map((token) => token.text).join(""), code);
  }

  assert.ok(performance.now() - start < 20_000);
});
