import assert from "node:assert/strict";
import test from "node:test";
import { whole } from "../../../src/Ide.Web/App/Answers";
import { FreshPage } from "../../../src/Ide.Web/App/FreshPage";
import { RecentLoads } from "../../../src/Ide.Web/App/RecentLoads";
import { Backoff } from "../../../src/Ide.Web/Workbench/Backoff";
import { ManualTimer, settled } from "../Testing/ManualTimer";

class Memory {
  readonly #kept = new Map<string, string>();
  getItem = (key: string): string | null => this.#kept.get(key) ?? null;
  setItem = (key: string, value: string): void => void this.#kept.set(key, value);
  removeItem = (key: string): void => void this.#kept.delete(key);
}

function scene(answers: readonly ("away" | "there")[], recent = new RecentLoads(new Memory())) {
  const timer = new ManualTimer();
  const left = [...answers];
  const done: string[] = [];
  const page = new FreshPage(
    {
      ask: async () => {
        const answer = left.shift() ?? "there";
        done.push(answer);
        if (answer === "away") {
          throw new Error("no server");
        }
      },
      prepare: async () => void done.push("prepare"),
      reload: () => done.push("reload"),
    },
    recent,
    timer,
    new Backoff({ first: 100, cap: 100, random: () => 1 }),
  );
  const pass = async (milliseconds: number): Promise<void> => {
    timer.advance(milliseconds);
    await settled();
  };
  return { page, done, timer, pass };
}

test("A page goes only when its server has answered, and takes with it what it holds", async () => {
  const { page, done, pass } = scene(["away", "away"]);
  page.load();
  for (const pause of [0, 100, 100]) {
    await pass(pause);
  }

  assert.deepEqual(done, ["away", "away", "there", "prepare", "reload"]);
});

test("Asked twice, a page loads once", async () => {
  const { page, done, timer, pass } = scene([]);
  page.load();
  page.load();
  await pass(0);
  page.load();
  assert.deepEqual([done, timer.waiting], [["there", "prepare", "reload"], 0]);
});

test("The network's return cuts the pause short", async () => {
  const { page, done, pass } = scene(["away"]);
  page.retryNow();
  page.load();
  await pass(0);
  page.retryNow();
  await settled();
  assert.deepEqual(done, ["away", "there", "prepare", "reload"]);
});

test("A fault that every load brings back is met with growing pauses, until a page works", () => {
  const recent = new RecentLoads(new Memory());
  const pauses = Array.from({ length: 9 }, () => {
    const pause = recent.pause();
    recent.note();
    return pause;
  });
  assert.deepEqual(pauses, [0, 0, 250, 500, 1_000, 2_000, 4_000, 5_000, 5_000]);
  recent.clear();
  assert.equal(recent.pause(), 0);
});

test("An answer that was cut off, or that a proxy gave, is none", async () => {
  const cut = new Response(new ReadableStream({ start: (body) => body.error(new Error("reset")) }));
  await assert.rejects(whole(Promise.resolve(cut)));
  await assert.rejects(whole(Promise.resolve(new Response("bad gateway", { status: 502 }))));
  const answer = await whole(Promise.resolve(new Response("page", { status: 404 })));
  assert.equal(await answer.text(), "page");
});
