import assert from "node:assert/strict";
import test from "node:test";
import { activeTab, tabsOf } from "../../../src/Ide.Web/Terminals/TerminalTabs";

const tab = (id: string, exited = false) => ({ id, name: id, exited });

test("Tabs that are there keep their places, new ones come last, deleted ones go", () => {
  const listed = [{ id: "new", name: "new" }, { id: "b", name: "b" }, { id: "a", name: "a", running: false }];
  assert.deepEqual(tabsOf([tab("a"), tab("gone"), tab("b")], listed, new Set()), [tab("a", true), tab("b"), tab("new")]);
});

test("What its reader has closed does not come back", () => {
  assert.deepEqual(tabsOf([], [{ id: "a" }], new Set(["a"])), []);
});

test("The tab that is looked at stays; when it goes its neighbour takes over", () => {
  const [a, b, c] = [tab("a"), tab("b"), tab("c")];
  assert.equal(activeTab([a, b], "b", [a, b]), "b");
  assert.equal(activeTab([a, c], "b", [a, b, c]), "c");
  assert.equal(activeTab([a], "b", [a, b]), "a");
  assert.equal(activeTab([], "b", [b]), undefined);
});
