import assert from "node:assert/strict";
import test from "node:test";
import { KeptFields } from "../../../src/Ide.Web/Ui/KeptFields";

function tab(): Pick<Storage, "getItem" | "setItem" | "removeItem"> {
  const kept = new Map<string, string>();
  return { getItem: (key) => kept.get(key) ?? null, setItem: (key, value) => void kept.set(key, value), removeItem: (key) => void kept.delete(key) };
}

test("What stood in a part is there once in the next page", () => {
  const storage = tab();
  new KeptFields("/s/box", storage).leave("/s/box", { invite: { name: "Bea" } });
  const next = new KeptFields("/s/box", storage);
  assert.deepEqual([next.has("invite"), next.has("search")], [true, false]);
  assert.deepEqual([next.claim("invite"), next.claim("invite"), next.has("invite")], [{ name: "Bea" }, undefined, false]);
  next.leave("/s/box", {});
  assert.equal(new KeptFields("/s/box", storage).claim("invite"), undefined);
});

test("What nobody has asked for yet goes on into the page after the next, unless something else was typed there", () => {
  const storage = tab();
  new KeptFields("/s/box", storage).leave("/s/box", { invite: { name: "Bea" }, search: { query: "old" } });
  new KeptFields("/s/box", storage).leave("/s/box", { search: { query: "new" } });
  const third = new KeptFields("/s/box", storage);
  assert.deepEqual([third.claim("invite"), third.claim("search")], [{ name: "Bea" }, { query: "new" }]);
});

test("One of several of a kind is found by its kind, with what it is about, until it is taken up", () => {
  const storage = tab();
  new KeptFields("/s/box", storage).leave("/s/box", { "rename-context 7": { text: "Sal" }, "explorer-name file /workspace/a b": { name: "x" } });
  const next = new KeptFields("/s/box", storage);
  assert.deepEqual([next.subject("rename-context"), next.subject("rename"), next.subject("explorer-name")], ["7", undefined, "file /workspace/a b"]);
  assert.deepEqual(next.claim("rename-context 7"), { text: "Sal" });
  assert.equal(next.subject("rename-context"), undefined);
});

test("Another page takes up nothing, and hands nothing on", () => {
  const storage = tab();
  new KeptFields("/", storage).leave("/", { "new-sandbox": { name: "Sales" } });
  const other = new KeptFields("/s/box", storage);
  assert.equal(other.has("new-sandbox"), false);
  other.leave("/s/box", {});
  assert.equal(new KeptFields("/", storage).has("new-sandbox"), false);
});

test("A page that went elsewhere without a load leaves behind what it had not asked for", () => {
  const storage = tab();
  new KeptFields("/", storage).leave("/", { "new-sandbox": { name: "Sales" } });
  new KeptFields("/", storage).leave("/s/box", { search: { query: "x" } });
  const next = new KeptFields("/s/box", storage);
  assert.deepEqual([next.has("new-sandbox"), next.has("search")], [false, true]);
});

test("A storage that is full, empty or holds something else costs nothing but what was typed", () => {
  const strange = { ...tab(), getItem: () => "[1" };
  const full = {
    ...tab(),
    setItem: () => {
      throw new Error("full");
    },
  };
  for (const storage of [strange, full, undefined]) {
    const kept = new KeptFields("/", storage);
    assert.equal(kept.claim("invite"), undefined);
    kept.leave("/", { invite: { name: "Bea" } });
  }
});
