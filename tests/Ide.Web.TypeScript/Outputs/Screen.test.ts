import assert from "node:assert/strict";
import test from "node:test";
import { mostLines, Screen } from "../../../src/Ide.Web/Outputs/Screen";

function shown(...chunks: readonly string[]): Screen {
  const screen = new Screen();
  chunks.forEach((chunk) => screen.write(chunk, "stdout"));
  return screen;
}

function everySplit(text: string, look: (screen: Screen) => unknown): void {
  const whole = look(shown(text));
  for (let cut = 0; cut <= text.length; cut++) {
    assert.deepEqual(look(shown(text.slice(0, cut), text.slice(cut))), whole, `cut at ${cut}`);
  }
}

test("A progress bar writes over itself", () => {
  assert.equal(shown("\r 10%|#   |\r 50%|##  |\r100%|####|\ndone\n").text, "100%|####|\ndone\n");
});

test("What a shorter line leaves of a longer one stays, as in a terminal, unless it is erased", () => {
  assert.equal(shown("working\rok").text, "okrking");
  assert.equal(shown("working\rok\x1b[K").text, "ok");
});

test("Two bars that move the cursor up keep their lines", () => {
  assert.equal(shown("a 0%\nb 0%\n", "\x1b[2A\ra 100%\n\rb 50%\n").text, "a 100%\nb 50%\n");
});

test("Backspace, tab and columns move the cursor", () => {
  assert.equal(shown("abc\b\bX\tT\x1b[1GY").text, "YXc     T");
});

test("Colours last over lines and chunks, and each stream keeps its own", () => {
  const screen = new Screen();
  screen.write("\x1b[3", "stdout");
  screen.write("oops", "stderr");
  screen.write("1mred\nstill", "stdout");
  const spans = screen.lines.flatMap((line) => line.spans);
  assert.deepEqual(
    spans.map(({ text, style }) => [text, style.foreground, style.error]),
    [
      ["oops", undefined, true],
      ["red", 1, undefined],
      ["still", 1, undefined],
    ],
  );
});

test("The error stream stays the error stream after its colours are reset", () => {
  const screen = new Screen();
  screen.write("\x1b[32mok\x1b[0m no", "stderr");
  assert.deepEqual(screen.lines[0]?.spans.map(({ style }) => style.error), [true, true]);
});

test("Any split of the output shows the same", () => {
  const text = "ab\r\x1b[1;38;5;208mX\x1b[0m\n\tü\u{1f600}\x1b[Kz\x1b[1A\x1b[2Ktop\n\nend\x1b]0;t\x07!";
  everySplit(text, (screen) => screen.lines.map((line) => line.spans));
});

test("Of a flood the last lines are kept and the others counted, in one chunk as in many", () => {
  const lines = Array.from({ length: 50_000 }, (_, index) => `line ${index}\n`);
  const atOnce = shown(lines.join(""));
  const piecemeal = shown(...lines);
  for (const screen of [atOnce, piecemeal]) {
    assert.equal(screen.dropped + screen.lines.length, 50_001);
    assert.equal(screen.lines.at(-2)?.text, "line 49999");
    assert.ok(screen.lines.length <= mostLines + 1, `${screen.lines.length}`);
  }
});

test("A colour that was set in what a flood skipped still holds", () => {
  const screen = shown(`\x1b[31m${"x\n".repeat(5_000)}end`);
  assert.equal(screen.lines.at(-1)?.spans[0]?.style.foreground, 1);
});

test("One endless line is cut and costs no more", () => {
  const screen = shown(...Array.from({ length: 100 }, () => "x".repeat(100_000)));
  assert.ok((screen.lines[0]?.length ?? 0) <= 16_384);
});

test("Only lines that changed are drawn anew", () => {
  const screen = shown("a\nb\nc\n");
  assert.equal(screen.takeDirty(), 0);
  screen.write("d\n", "stdout");
  assert.equal(screen.takeDirty(), 3);
  screen.write("\x1b[3Ax", "stdout");
  assert.equal(screen.takeDirty(), 1);
});

test("Half of a pair that is written over never shows", () => {
  const screen = shown("\u{1f600}b\rx");
  assert.ok(screen.text.isWellFormed());
});

test("A gap stands on a line of its own", () => {
  const screen = shown("before");
  screen.gap("missing");
  screen.write("after", "stdout");
  assert.deepEqual([screen.text, screen.hasGap], ["before\nmissing\nafter", true]);
});

test("Links lead to addresses that a browser opens as pages, and to files; others are only text", () => {
  const link = (address: string): unknown => shown(`\x1b]8;;${address}\x1b\\x\x1b]8;;\x1b\\y`).lines[0]?.spans.map(({ text, style }) => [text, style.link]);
  assert.deepEqual(link("https://example.com/a"), [["x", "https://example.com/a"], ["y", undefined]]);
  assert.deepEqual(link("file:///workspace/a.py"), [["x", "file:///workspace/a.py"], ["y", undefined]]);
  for (const address of ["javascript:alert(1)", "data:text/html,x", "vbscript:x", "JAVASCRIPT:alert(1)", "https://", "//host", " https://a", "blob:x", `https://a/${"x".repeat(3_000)}`]) {
    assert.deepEqual(link(address), [["xy", undefined]]);
  }
});

test("Neither a colour nor a reset ends a link", () => {
  const spans = shown("\x1b]8;;https://a/\x07one\x1b[31mtwo\x1b[0mthree\x1b]8;;\x07four").lines[0]?.spans;
  assert.deepEqual(spans?.map(({ style }) => style.link), ["https://a/", "https://a/", "https://a/", undefined]);
});
