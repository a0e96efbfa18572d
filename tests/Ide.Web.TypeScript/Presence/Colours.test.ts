import assert from "node:assert/strict";
import test from "node:test";
import { Colours } from "../../../src/Ide.Web/Presence/Colours";
import { hueOf } from "../../../src/Ide.Web/Presence/People";

const people = Array.from({ length: 40 }, (_, index) => `p${index}`);
/** Names that all ask for the same colour. */
const alike = people.filter((name) => hueOf(name) === hueOf(people[0]!));

test("Nobody shares a colour while there are free ones, and who is alone has the one of their name", () => {
  const colours = new Colours();
  assert.equal(colours.of("p0"), hueOf("p0"));
  colours.meet(people.slice(0, 10));
  assert.equal(new Set(people.slice(0, 10).map((name) => colours.of(name))).size, 10);
});

test("Who has a colour keeps it when others come and go", () => {
  const colours = new Colours();
  assert.ok(alike.length > 2);
  colours.meet(alike.slice(0, 2));
  const second = colours.of(alike[1]!);
  assert.notEqual(second, hueOf(alike[1]!));
  colours.meet([alike[1]!, alike[2]!]);
  assert.equal(colours.of(alike[1]!), second);
});

test("Those who are here come before those of the past, who may have had all colours", () => {
  const colours = new Colours();
  people.forEach((name) => colours.of(name));
  const here = alike.slice(0, 4);
  colours.meet(here);
  assert.equal(new Set(here.map((name) => colours.of(name))).size, here.length);
});

test("The eleventh shares, and has a colour all the same", () => {
  const colours = new Colours();
  colours.meet(people.slice(0, 11));
  assert.deepEqual(new Set(people.slice(0, 11).map((name) => colours.of(name))), new Set([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]));
});
