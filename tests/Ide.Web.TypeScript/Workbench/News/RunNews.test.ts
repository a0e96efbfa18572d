import assert from "node:assert/strict";
import test from "node:test";
import type { JournalEvent } from "../../../../src/Ide.Web/Workbench/JournalEvents";
import { Announcer } from "../../../../src/Ide.Web/Workbench/News/Announcer";
import { RunNews } from "../../../../src/Ide.Web/Workbench/News/RunNews";
import { ManualTimer } from "../../Testing/ManualTimer";

const base = { at: "2026-01-01T00:00:00Z", actor: "Ann" };
const started = (runId: string, actor = "Ann"): JournalEvent => ({ ...base, actor, type: "run_started", runId, kind: "code", source: "1+1", path: `/workspace/${runId}.py` });
const finished = (runId: string, state: "succeeded" | "failed" = "succeeded"): JournalEvent => ({ ...base, type: "run_finished", runId, state, duration: 2_500 });
const raised = (runId: string): JournalEvent => ({ ...base, type: "error", runId, ename: "ValueError", evalue: "no\nsuch", traceback: [] });

function page() {
  const timer = new ManualTimer();
  const news = new RunNews();
  const said: string[] = [];
  const announcer = new Announcer((text) => said.push(text), "Ann", timer);
  news.onEnd((end) => announcer.ended(end));
  news.onQuestion((question) => announcer.asked(question));
  return { news, said, timer };
}

test("What was over before the page came is no news; what ends now is told once, with its error", () => {
  const { news, said, timer } = page();
  news.take([started("old"), finished("old"), started("plot")], false);
  news.take([raised("plot"), finished("plot", "failed")], true);
  timer.advance(60_000);
  assert.deepEqual(said, ["plot.py failed after 2.5 s. ValueError: no"]);
});

test("What others ran is told with their name, and a question with what it asks", () => {
  const { news, said, timer } = page();
  news.take([started("theirs", "Ben"), { ...base, type: "input_request", runId: "theirs", prompt: "Name? " }, finished("theirs")], true);
  timer.advance(0);
  assert.deepEqual(said, ["Ben's theirs.py asks: Name? Ben's theirs.py finished after 2.5 s."]);
});

test("No file is called by what does not show or shows as another", () => {
  const { news, said, timer } = page();
  news.take([started("two\nlines\u202e"), finished("two\nlines\u202e")], true);
  timer.advance(0);
  assert.deepEqual(said, ["two\\nlines\\u202e.py finished after 2.5 s."]);
});

test("A thousand ends are a few sentences", () => {
  const { news, said, timer } = page();
  for (let run = 0; run < 1_000; run++) {
    news.take([started(`r${run}`), finished(`r${run}`, run % 10 === 0 ? "failed" : "succeeded")], true);
    timer.advance(3);
  }

  timer.advance(60_000);
  assert.ok(said.length <= 4, `${said.length}`);
  assert.match(said[1]!, /^\d+ runs ended, \d+ of them failed\.$/);
});
