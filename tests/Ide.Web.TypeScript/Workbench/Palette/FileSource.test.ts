import assert from "node:assert/strict";
import test from "node:test";
import { FileIndex } from "../../../../src/Ide.Web/Workbench/Palette/FileIndex";
import { FileSource } from "../../../../src/Ide.Web/Workbench/Palette/FileSource";
import type { Picks } from "../../../../src/Ide.Web/Workbench/Palette/PickSource";
import { Recents } from "../../../../src/Ide.Web/Workbench/Palette/Recents";
import { settled } from "../../Testing/ManualTimer";

function browser(): Pick<Storage, "getItem" | "setItem"> {
  const kept = new Map<string, string>();
  return { getItem: (key) => kept.get(key) ?? null, setItem: (key, value) => void kept.set(key, value) };
}

function source(list: () => Promise<{ paths: string[]; truncated: boolean }>, active?: string) {
  const opened: (readonly unknown[])[] = [];
  const recents = new Recents(browser(), "files");
  const index = new FileIndex(list);
  const files = new FileSource(index, recents, { active, openAt: (...place) => void opened.push(place) }, String);
  const search = async (query: string): Promise<readonly Picks[]> => {
    const shown: Picks[] = [];
    await files.search(query, (picks) => shown.push(picks), new AbortController().signal);
    return shown;
  };
  return { files, index, opened, recents, search };
}

const three = (): Promise<{ paths: string[]; truncated: boolean }> => Promise.resolve({ paths: ["a.py", "b.py", "src/a.py"], truncated: false });

test("Files that were open come first, and those that are gone do not come", async () => {
  const { recents, search } = source(three);
  ["b.py", "gone.py", "src/a.py"].forEach((path) => recents.add(path));
  const shown = (await search("")).at(-1);
  assert.deepEqual(shown?.picks.map(({ id, group }) => [id, group]), [["src/a.py", "Recently opened"], ["b.py", undefined], ["a.py", "All"]]);
});

test("A line and a column behind the name are where the file opens", async () => {
  const { files, opened, search } = source(three);
  assert.deepEqual((await search("src/a:12:3")).at(-1)?.picks.map(({ id }) => id), ["src/a.py"]);
  files.choose("src/a.py", "src/a:12:3");
  files.choose("b.py", "b");
  assert.deepEqual(opened, [["src/a.py", 12, 3], ["b.py", undefined, undefined]]);
});

test("A line alone is one of the file in front", async () => {
  const { search } = source(three, "b.py");
  assert.deepEqual((await search(":7")).at(-1)?.picks.map(({ id, label }) => [id, label]), [["b.py", "Go to line 7"]]);
  assert.equal((await source(three).search(":7"))[0]?.note, "No file is open.");
});

test("What is known shows at once, and again when the new list is there", async () => {
  const lists = [["old.py"], ["old.py", "new.py"]];
  const { index, search } = source(() => Promise.resolve({ paths: lists.shift()!, truncated: false }));
  await search("");
  index.changed([{ path: "/workspace/new.py", change: "created" }]);
  assert.deepEqual((await search("py")).map(({ picks }) => picks.length), [1, 2]);
  assert.deepEqual((await search("py")).map(({ picks }) => picks.length), [2]);
});

test("Who types while the list is on its way gets its answer", async () => {
  let arrive = (): void => {};
  const { files } = source(() => new Promise((resolve) => (arrive = () => resolve({ paths: ["a.py"], truncated: false }))));
  const [first, shown] = [new AbortController(), [] as Picks[]];
  const typing = files.search("a", () => {}, first.signal);
  await settled();
  first.abort();
  const typed = files.search("a.", (picks) => shown.push(picks), new AbortController().signal);
  await settled();
  arrive();
  await Promise.all([typing, typed]);
  assert.equal(shown.at(-1)?.picks.length, 1);
});

test("A list that cannot be had is said, and asked for again the next time", async () => {
  let asked = 0;
  const { search } = source(() => (asked++ === 0 ? Promise.reject(new Error("gone")) : three()));
  assert.match((await search("a")).at(-1)?.note ?? "", /could not be listed/);
  assert.equal((await search("a")).at(-1)?.picks.length, 2);
});
