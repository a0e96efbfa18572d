import assert from "node:assert/strict";
import test from "node:test";
import { AnsiParser } from "../../../src/Ide.Web/Outputs/AnsiParser";

/** What a parser makes of chunks, with printed text joined: how that is divided is not promised. */
function parse(...chunks: readonly string[]): string[] {
  const calls: string[] = [];
  const parser = new AnsiParser();
  for (const chunk of chunks) {
    parser.write(chunk, {
      print: (text) => {
        const last = calls.at(-1);
        if (last?.startsWith("print ")) {
          calls[calls.length - 1] = last + text;
        } else {
          calls.push(`print ${text}`);
        }
      },
      control: (code) => calls.push(`control ${code}`),
      sequence: (parameters, final) => calls.push(`sequence ${parameters}${final}`),
      link: (address) => calls.push(`link ${address}`),
    });
  }

  return calls;
}

const samples: readonly (readonly [string, readonly string[]])[] = [
  ["plain", ["print plain"]],
  ["a\r\nb\tc\b", ["print a", "control 13", "control 10", "print b", "control 9", "print c", "control 8"]],
  ["\x1b[1;31mred\x1b[0m", ["sequence 1;31m", "print red", "sequence 0m"]],
  ["\x1b[38:2::1:2:3mx", ["sequence 38:2::1:2:3m", "print x"]],
  ["\x1b[?25lx", ["sequence ?25l", "print x"]],
  ["\x9b2Kx", ["sequence 2K", "print x"]],
  ["a\x1b]0;title\x07b", ["print ab"]],
  ["a\x1b]8;id=1;http://x;y\x1b\\link\x1b]8;;\x07b", ["print a", "link http://x;y", "print link", "link ", "print b"]],
  ["a\x1b]52;c;aGk=\x07b", ["print ab"]],
  ["a\x1bPq#0;2;0\x1b\\b", ["print ab"]],
  ["a\x1b(Bb\x1b=c\x1bMd", ["print abcd"]],
  ["a\x00\x07\x7fb", ["print ab"]],
  ["\x1b\nx", ["control 10", "print x"]],
  ["\x1b[12\nx", ["control 10", "print x"]],
  ["\x1b]0;never\x1b[31mx", ["sequence 31m", "print x"]],
  ["\u{1f600}\x1b[1mü", ["print \u{1f600}", "sequence 1m", "print ü"]],
];

for (const [text, expected] of samples) {
  test(`${JSON.stringify(text)} means the same however it is split`, () => {
    assert.deepEqual(parse(text), expected);
    assert.deepEqual(parse(...text), expected);
    for (let cut = 0; cut <= text.length; cut++) {
      assert.deepEqual(parse(text.slice(0, cut), text.slice(cut)), expected, `cut at ${cut}`);
      for (let second = cut; second <= text.length; second++) {
        assert.deepEqual(parse(text.slice(0, cut), text.slice(cut, second), text.slice(second)), expected);
      }
    }
  });
}

test("A sequence that never ends is given up and not held for ever", () => {
  const calls = parse("\x1b]0;", ..."x".repeat(10_000).match(/.{1,1000}/g)!, "\x07after");
  assert.ok(calls.join("").endsWith("after"));
  const parser = new AnsiParser();
  const ignore = { print: () => {}, control: () => {}, sequence: () => {}, link: () => {} };
  parser.write("\x1b]0;" + "x".repeat(1_000_000), ignore);
  assert.equal(parser.isOpen, false);
});
