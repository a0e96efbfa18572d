import assert from "node:assert/strict";
import test from "node:test";
import { hueOf, initialsOf } from "../../../src/Ide.Web/Presence/People";

test("A name gives one or two letters", () => {
  assert.deepEqual(["Ann Lee", "owner", "Jean-Luc van Damme", "\u{1f600} x", "", "é"].map(initialsOf), ["AL", "O", "JD", "\u{1f600}X", "?", "É"]);
});

test("The same name has the same colour, one of ten, and the one that the server takes it for", () => {
  assert.deepEqual(["owner", "Bob", "Zoë", "\u{1f600} x", ""].map(hueOf), [5, 5, 6, 4, 0]);
  assert.ok(Array.from({ length: 200 }, (_, index) => hueOf(`p${index}`)).every((hue) => hue >= 0 && hue < 10));
});
