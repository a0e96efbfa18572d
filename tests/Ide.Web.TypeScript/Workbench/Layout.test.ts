import assert from "node:assert/strict";
import test from "node:test";
import {
  close,
  firstLayout,
  fittingSize,
  isShown,
  maximise,
  parseLayout,
  resize,
  show,
  shownAreas,
  toggle,
} from "../../../src/Ide.Web/Workbench/Layout";

test("A wide window shows all areas, a medium one panel or aside, a narrow one what is in front", () => {
  assert.deepEqual(shownAreas(firstLayout, "wide"), ["side", "editor", "panel", "aside"]);
  assert.deepEqual(shownAreas(firstLayout, "medium"), ["side", "editor", "aside"]);
  assert.deepEqual(shownAreas(firstLayout, "narrow"), ["editor"]);
});

test("A closed area comes back with the view that it had", () => {
  const searching = show(firstLayout, "side", "search", "wide");
  const again = toggle(toggle(searching, "side", "wide"), "side", "wide");
  assert.deepEqual(again, searching);
});

test("In a shared room toggling one of the two brings it before the other", () => {
  const panel = toggle(firstLayout, "panel", "medium");
  assert.deepEqual(shownAreas(panel, "medium"), ["side", "editor", "panel"]);
  assert.deepEqual(shownAreas(toggle(panel, "panel", "medium"), "medium"), ["side", "editor"]);
});

test("A maximised area has the room, and gives it back", () => {
  const panel = maximise(firstLayout, "panel", "wide");
  assert.deepEqual(shownAreas(panel, "wide"), ["side", "panel", "aside"]);
  assert.deepEqual(maximise(panel, "panel", "wide").maximised, null);
  assert.deepEqual(shownAreas(maximise(firstLayout, "aside", "wide"), "wide"), ["side", "aside"]);
  assert.deepEqual(shownAreas(maximise(firstLayout, "editor", "wide"), "wide"), ["side", "editor"]);
  assert.deepEqual(shownAreas(maximise(firstLayout, "panel", "medium"), "medium"), ["side", "panel"]);
});

test("Whatever covers a view, asking for it shows it", () => {
  const views = { side: "explorer", editor: "editor", panel: "terminals", aside: "output" } as const;
  for (const width of ["wide", "medium", "narrow"] as const) {
    for (const covering of ["editor", "panel", "aside"] as const) {
      const covered = close(maximise(firstLayout, covering, width), "side");
      for (const [area, view] of Object.entries(views) as [keyof typeof views, string][]) {
        assert.ok(isShown(show(covered, area, view, width), area, width), `${area} under ${covering}, ${width}`);
      }
    }
  }
});

test("Closing what is maximised or in front leaves the editor", () => {
  assert.deepEqual(shownAreas(close(maximise(firstLayout, "panel", "wide"), "panel"), "wide"), ["side", "editor", "aside"]);
  assert.equal(close(show(firstLayout, "panel", "terminals", "narrow"), "panel").front, "editor");
});

test("An area is never smaller than its least, leaves the other side room, and goes when dragged to nothing", () => {
  const sizes = (wanted: number): number => fittingSize(resize(firstLayout, "side", wanted), "side", 1000);
  assert.deepEqual([100, 300, 900].map(sizes), [170, 300, 780]);
  assert.equal(resize(firstLayout, "side", 20).open.side, false);
  assert.equal(resize(firstLayout, "side", 20).sizes.side, firstLayout.sizes.side);
});

test("A layout comes back from the storage as it was put there, and whatever else stands there does no harm", () => {
  const mine = maximise(show(resize(firstLayout, "panel", 400), "side", "search", "wide"), "aside", "wide");
  assert.deepEqual(parseLayout(JSON.stringify(mine)), mine);
  for (const text of [null, "", "[", "null", "3", '{"open":3,"views":{"side":"</style>"},"sizes":{"side":1e99},"maximised":"x","front":{}}']) {
    assert.deepEqual(parseLayout(text), firstLayout, String(text));
  }
  assert.equal(parseLayout('{"open":{"panel":false},"maximised":"panel"}').maximised, null);
});
