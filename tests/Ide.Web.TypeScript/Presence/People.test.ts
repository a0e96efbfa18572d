import assert from "node:assert/strict";
import test from "node:test";
import { hueOf, initialsOf } from "../../../src/Ide.Web/Presence/People";

test("A name gives one or two letters", () => {
  assert.deepEqual(["Ann Lee", "owner", "Jean-Luc van Damme", "\u{1f600} x", "", "é"].map(initialsOf), ["AL", "O", "JD", "\u{1f600}X", "?", "É"]);
});

test("The same name has the same colour, one of ten", () => {
  assert.equal(hueOf("ann"), hueOf("ann"));
  assert.ok(Array.from({ length: 200 }, (_, index) => hueOf(`p${index}`)).every((hue) => hue >= 0 && hue < 10));
});
