import assert from "node:assert/strict";
import test from "node:test";
import { codeBefore, descriptionOf, openCall, signatureIn } from "../../../src/Ide.Web/Editor/LivingCode";

test("A context is asked with the code before the cursor; of a long text with whole lines of its end", () => {
  assert.deepEqual(codeBefore("abc\ndef", 5), { code: "abc\nd", start: 0 });
  const text = "x = 1\n".repeat(10_000);
  const { code, start } = codeBefore(text, text.length - 3);
  assert.ok(code.length <= 20_000 && code.startsWith("x = 1\n") && text.slice(start, text.length - 3) === code);
});

test("A description is shown letter by letter, even when it looks like markup", () => {
  assert.equal(descriptionOf("a ```` b\u001b[31m!\u001b[0m\n\n"), "`````text\na ```` b!\n`````");
  assert.equal(descriptionOf("x\n".repeat(100)).split("\n").length, 63);
});

test("The call that is being written is found past nested calls, lists and texts", () => {
  assert.deepEqual(openCall("print(a, f(1, 2), [3, 4], "), { nameEnd: 5, argument: 3 });
  assert.deepEqual(openCall('x = pd.read_csv("a,(b", sep='), { nameEnd: 15, argument: 1 });
  assert.deepEqual(openCall("outer(inner("), { nameEnd: 11, argument: 0 });
  for (const code of ["", "a", "(1, ", "f(1)", "f[1, ", "if ("]) {
    assert.equal(openCall(code), undefined, code);
  }
});

test("The signature is what IPython begins with, over several lines too", () => {
  assert.deepEqual(signatureIn("Signature: f(x, y=(1, 2), *, z: dict[str, int] = {})\nDocstring: no"), {
    label: "f(x, y=(1, 2), *, z: dict[str, int] = {})",
    parameters: ["x", "y=(1, 2)", "z: dict[str, int] = {}"],
  });
  assert.equal(signatureIn("Signature:\nread(\n    path,\n)\nDocstring: x")?.label, "read( path, )");
  assert.equal(signatureIn("Type: int"), undefined);
});
