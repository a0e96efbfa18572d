import assert from "node:assert/strict";
import { test } from "node:test";
import { groupsOf, groupWith, joinTo, leaveGroup, neighbourOf, parseGroups } from "../../../src/Ide.Web/Terminals/TerminalGroups";

test("a new terminal stands alone, and what is gone leaves its group", () => {
  assert.deepEqual(groupsOf([["a", "b"]], ["b", "c"]), [["b"], ["c"]]);
  assert.deepEqual(groupsOf([["a"]], []), []);
});

test("a terminal that is put beside another stands to the right of it and nowhere else", () => {
  assert.deepEqual(joinTo([["a", "b"], ["c"]], "c", "a"), [["a", "c", "b"]]);
  assert.deepEqual(joinTo([["a", "b"]], "a", "b"), [["b", "a"]]);
  assert.deepEqual(joinTo([["a"], ["b"]], "a", "a"), [["a"], ["b"]]);
});

test("a fifth finds no room and nothing changes", () => {
  const full = [["a", "b", "c", "d"], ["e"]];
  assert.equal(joinTo(full, "e", "a"), full);
});

test("one that leaves its group keeps its terminal, and the others go on", () => {
  assert.deepEqual(leaveGroup([["a", "b"], ["c"]], "a"), [["b"], ["a"], ["c"]]);
  assert.deepEqual(leaveGroup([["a"]], "a"), [["a"]]);
});

test("neighbours go round within their group", () => {
  const groups = [["a", "b", "c"], ["d"]];
  assert.equal(neighbourOf(groups, "c", 1), "a");
  assert.equal(neighbourOf(groups, "a", -1), "c");
  assert.equal(neighbourOf(groups, "d", 1), "d");
  assert.deepEqual(groupWith(groups, undefined), []);
});

test("whatever was kept, groups of ids come of it", () => {
  assert.deepEqual(parseGroups('[["a","b"],["c",1],"d",null,["1","2","3","4","5"]]'), [["a", "b"], ["1", "2", "3", "4"]]);
  for (const text of [null, "", "{", "3", '{"a":1}']) {
    assert.deepEqual(parseGroups(text), []);
  }
});
