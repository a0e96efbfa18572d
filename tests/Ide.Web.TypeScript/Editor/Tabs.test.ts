import assert from "node:assert/strict";
import test from "node:test";
import { closeTab, neighbour, openTab, placeTab, renameTabs, showAs, tabsFrom } from "../../../src/Ide.Web/Editor/Tabs";

const abc = { paths: ["/a", "/b", "/c"], active: "/b" };

test("A new tab stands beside the active one; one that is open is gone to", () => {
  assert.deepEqual(openTab(abc, "/d"), { paths: ["/a", "/b", "/d", "/c"], active: "/d" });
  assert.deepEqual(openTab(abc, "/c"), { ...abc, active: "/c" });
});

test("After closing the active tab its neighbour is shown; closing another changes nothing else", () => {
  assert.deepEqual(closeTab(abc, "/b"), { paths: ["/a", "/c"], active: "/c" });
  assert.deepEqual(closeTab({ ...abc, active: "/c" }, "/c"), { paths: ["/a", "/b"], active: "/b" });
  assert.deepEqual(closeTab(abc, "/a"), { paths: ["/b", "/c"], active: "/b" });
  assert.deepEqual(closeTab({ paths: ["/a"], active: "/a" }, "/a"), { paths: [], active: undefined });
});

test("What is open under a renamed folder goes along, and its namesake does not", () => {
  const tabs = { paths: ["/x/a", "/xy"], active: "/x/a" };
  assert.deepEqual(renameTabs(tabs, "/x", "/z"), { paths: ["/z/a", "/xy"], active: "/z/a" });
});

test("Whatever stands in the storage, tabs come out of it", () => {
  assert.deepEqual(tabsFrom({ paths: ["/a", 3, "/a", "/b"], active: "/b" }), { paths: ["/a", "/b"], active: "/b" });
  assert.deepEqual(tabsFrom({ paths: ["/a"], active: "/gone", views: { "/a": "both", "/b": "text", "/c": 3 } }), {
    paths: ["/a"],
    active: "/a",
    views: { "/a": "both" },
  });
  for (const stored of [null, 3, "text", {}, { paths: {}, views: [] }]) {
    assert.deepEqual(tabsFrom(stored), { paths: [], active: undefined });
  }
});

test("A tab dropped in its own strip lands where it was let go", () => {
  assert.deepEqual(placeTab(abc, "/a", 2).paths, ["/b", "/a", "/c"]);
  assert.deepEqual(placeTab(abc, "/c", 0), { paths: ["/c", "/a", "/b"], active: "/c" });
  assert.deepEqual(placeTab(abc, "/b", 1).paths, ["/a", "/b", "/c"]);
  assert.deepEqual(placeTab(abc, "/d", 1).paths, ["/a", "/d", "/b", "/c"]);
});

test("After the last tab comes the first, and before the first the last", () => {
  assert.deepEqual([neighbour({ ...abc, active: "/c" }, 1), neighbour({ ...abc, active: "/a" }, -1)], ["/a", "/c"]);
  assert.equal(neighbour({ paths: [], active: undefined }, 1), undefined);
});

test("How a file is shown goes with it when it is renamed, and is forgotten when it is closed", () => {
  const shown = showAs(abc, "/a", "preview");
  assert.deepEqual(renameTabs(shown, "/a", "/z").views, { "/z": "preview" });
  assert.deepEqual(closeTab(shown, "/a"), { paths: ["/b", "/c"], active: "/b" });
});
