import assert from "node:assert/strict";
import test from "node:test";
import { withoutAddresses } from "../../../../src/Ide.Web/Outputs/Results/HtmlAddresses";

for (const [name, css, kept] of [
  ["an address", "p { background: url(\"/reached\"); }", "p { background: none; }"],
  ["one of another host", "p { background: url(https://example.org/x) }", "p { background: none }"],
  ["one with brackets in it", "p { background: url(\"/a)b\") red; }", "p { background: none red; }"],
  ["a set of pictures", "p { background: image-set(url(\"/reached\") 1dppx); }", "p { background: none 1dppx); }"],
  ["a set of pictures by name", "p { background: image-set(\"/reached\" 1dppx); }", "p { background: none; }"],
  ["a font", "@font-face { font-family: r; src: url(\"/reached\"); }", "@font-face { font-family: r; src: none; }"],
  ["what a custom property spells", "p { --x: u\\72l(/reached); background: var(--x); }", ""],
] as const) {
  test(`Of a style ${name} is not asked for`, () => assert.equal(withoutAddresses(css), kept));
}

test("What a style carries along stays, and what names a part of it", () => {
  const css = "p { background: url(\"data:image/png;base64,AA==\") red; mask: url(\"#part\"); } q { background: url(blob:x) }";
  assert.equal(withoutAddresses(css), css);
  assert.equal(withoutAddresses(".sm\\:flex { display: flex; }"), ".sm\\:flex { display: flex; }");
});
