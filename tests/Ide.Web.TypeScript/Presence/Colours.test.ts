import assert from "node:assert/strict";
import test from "node:test";
import { Colours } from "../../../src/Ide.Web/Presence/Colours";
import { hueOf } from "../../../src/Ide.Web/Presence/People";

test("A name has the colour that it asks for, until the server gives its person another", () => {
  const colours = new Colours();
  assert.equal(colours.of("Bob"), hueOf("Bob"));
  assert.equal(colours.become({ Bob: (hueOf("Bob") + 1) % 10 }), true);
  assert.deepEqual([colours.of("Bob"), colours.of("Ann")], [(hueOf("Bob") + 1) % 10, hueOf("Ann")]);
  assert.equal(colours.become({ Bob: (hueOf("Bob") + 1) % 10 }), false);
});

test("No name is taken for what every object has", () => {
  const colours = new Colours();
  assert.deepEqual(["constructor", "__proto__", "toString"].map((name) => colours.of(name)), ["constructor", "__proto__", "toString"].map(hueOf));
});
