import assert from "node:assert/strict";
import test from "node:test";
import {
  activate,
  activeGroup,
  changeTabs,
  type Group,
  type Groups,
  groupsIn,
  mostGroups,
  moveTab,
  moveToEdge,
  oneGroup,
  parseGroups,
  type Part,
  pathsIn,
  renameIn,
  resize,
  splitGroup,
} from "../../../src/Ide.Web/Editor/Groups";
import { closeTab, openTab, showAs } from "../../../src/Ide.Web/Editor/Tabs";

/** A row is [a b], a column {a b}; a group is its tabs, the one in front with a star. */
function drawn(part: Part): string {
  if (part.kind === "group") {
    return part.tabs.paths.map((path) => (path === part.tabs.active ? `${path}*` : path)).join(",");
  }

  const inner = part.parts.map(drawn).join(" ");
  return part.direction === "row" ? `[${inner}]` : `{${inner}}`;
}

const open = (groups: Groups, ...paths: string[]): Groups =>
  paths.reduce((all, path) => changeTabs(all, all.active, (tabs) => openTab(tabs, path)), groups);

const ab = open(oneGroup, "a", "b");

test("A split shows the file in both halves and goes to the new one", () => {
  const split = splitGroup(ab, 1, "right", "b");
  assert.deepEqual([drawn(split.root), split.active], ["[a,b* b*]", 2]);
  assert.equal(drawn(splitGroup(ab, 1, "up", "a").root), "{a* a,b*}");
});

test("Splits of one direction lie side by side, and each keeps the share that it had", () => {
  const three = splitGroup(splitGroup(ab, 1, "right", "b"), 2, "right", "b");
  assert.equal(drawn(three.root), "[a,b* b* b*]");
  assert.deepEqual(three.root.kind === "split" && three.root.shares, [0.5, 0.25, 0.25]);
  assert.equal(drawn(splitGroup(three, 3, "down", "b").root), "[a,b* b* {b* b*}]");
});

test("A group without tabs gives its room back, and the one before it takes the keyboard", () => {
  const split = splitGroup(splitGroup(ab, 1, "right", "b"), 2, "down", "b");
  const closed = changeTabs(split, 3, (tabs) => closeTab(tabs, "b"));
  assert.deepEqual([drawn(closed.root), closed.active], ["[a,b* b*]", 2]);
  const last = changeTabs(closed, 2, (tabs) => closeTab(tabs, "b"));
  assert.deepEqual([drawn(last.root), last.active], ["a,b*", 1]);
});

test("The last group stays, even when it is empty", () => {
  const empty = changeTabs(open(oneGroup, "a"), 1, (tabs) => closeTab(tabs, "a"));
  assert.deepEqual(empty, oneGroup);
});

test("A tab moves to another group, to the place where it is let go, with the way in which it is shown", () => {
  const split = changeTabs(splitGroup(ab, 1, "right", "b"), 1, (tabs) => showAs(tabs, "a", "both"));
  const moved = moveTab(split, "a", 1, 2, 0);
  assert.deepEqual([drawn(moved.root), moved.active, activeGroup(moved).tabs.views], ["[b* a*,b]", 2, { a: "both" }]);
  assert.equal(drawn(moveTab(moved, "b", 1, 2, 2).root), "a,b*");
});

test("A tab dropped at an edge gets a group of its own; the only tab of a group has it already", () => {
  assert.equal(drawn(moveToEdge(ab, "b", 1, 1, "left").root), "[b* a*]");
  const split = moveToEdge(ab, "b", 1, 1, "right");
  assert.equal(drawn(moveToEdge(split, "b", 2, 1, "down").root), "{a* b*}");
  assert.equal(moveToEdge(split, "b", 2, 2, "down"), split);
});

test("There are never more groups than can be worked in", () => {
  let many = ab;
  for (let count = 0; count < 20; count++) {
    many = splitGroup(many, many.active, count % 2 ? "down" : "right", "b");
  }

  assert.equal(groupsIn(many.root).length, mostGroups);
  assert.equal(moveToEdge(many, "a", 1, 1, "right"), many);
});

test("A rename reaches every group, and only a group that is there can be gone to", () => {
  const split = splitGroup(open(oneGroup, "/x/a"), 1, "right", "/x/a");
  assert.deepEqual(pathsIn(renameIn(split, "/x", "/y")), ["/y/a"]);
  assert.equal(activate(split, 7), split);
});

test("Shares are those of the split that was dragged", () => {
  const nested = splitGroup(splitGroup(ab, 1, "right", "b"), 2, "down", "b");
  const wide = resize(nested, [1], [0.2, 0.8]);
  assert.equal(wide.root.kind === "split" && wide.root.parts[1]?.kind === "split" && wide.root.parts[1].shares[1], 0.8);
});

test("What was stored comes back the same, apart from the groups' numbers", () => {
  const nested = resize(splitGroup(splitGroup(ab, 1, "right", "b"), 2, "up", "b"), [], [0.3, 0.7]);
  const back = parseGroups(JSON.stringify(nested));
  assert.deepEqual([drawn(back.root), groupsIn(back.root).map(({ id }) => id), back.active], [drawn(nested.root), [1, 2, 3], 2]);
  assert.deepEqual(parseGroups('{"paths":["/a","/b"],"active":"/b"}').root, { kind: "group", id: 1, tabs: { paths: ["/a", "/b"], active: "/b" } } satisfies Group);
});

test("Whatever stands in the storage, groups come out of it", () => {
  const empty = { kind: "split", direction: "row", parts: [], shares: [] };
  const twice = { kind: "split", direction: "?", shares: [2, "x"], parts: [{ id: 1, tabs: { paths: ["a"] } }, { id: 1, tabs: { paths: ["b"] } }] };
  for (const text of [null, "", "3", "[]", '{"root":null}', '{"root":3,"active":"x"}', JSON.stringify({ root: empty, active: 1 })]) {
    assert.deepEqual(parseGroups(text), oneGroup, String(text));
  }

  assert.equal(drawn(parseGroups(JSON.stringify({ root: twice, active: 1 })).root), "[a* b*]");
  let deep: unknown = { tabs: { paths: ["a"] } };
  for (let depth = 0; depth < 100; depth++) {
    deep = { kind: "split", parts: [deep] };
  }

  assert.equal(groupsIn(parseGroups(JSON.stringify({ root: deep })).root).length, 1);
});
