import assert from "node:assert/strict";
import test from "node:test";
import { type Socket, TerminalSocket } from "../../../src/Ide.Web/Terminals/TerminalSocket";
import { Backoff } from "../../../src/Ide.Web/Workbench/Backoff";
import { ManualTimer } from "../Testing/ManualTimer";

class FakeSocket implements Socket {
  binaryType = "";
  onmessage: ((event: { readonly data: unknown }) => void) | null = null;
  onclose: (() => void) | null = null;
  readyState = 1;
  readonly sent: (string | Uint8Array)[] = [];
  closed = false;

  constructor(readonly url: string) {}

  send(data: string | Uint8Array): void {
    this.sent.push(data);
  }

  close(): void {
    this.closed = true;
  }

  say(message: object): void {
    this.onmessage?.({ data: JSON.stringify(message) });
  }

  write(text: string): void {
    this.onmessage?.({ data: new TextEncoder().encode(text).buffer });
  }

  get acknowledged(): number[] {
    return this.sent.flatMap((data) => (typeof data === "string" && data.includes("ack") ? [JSON.parse(data).offset as number] : []));
  }
}

function scene() {
  const timer = new ManualTimer();
  const sockets: FakeSocket[] = [];
  const shown: string[] = [];
  const starts: string[] = [];
  const replays: boolean[] = [];
  const terminal = new TerminalSocket(
    (after) => `pty?after=${after}`,
    (url) => sockets[sockets.push(new FakeSocket(url)) - 1] as FakeSocket,
    timer,
    new Backoff({ first: 100, cap: 1_000, random: () => 1 }),
  );
  terminal.onOutput(({ bytes, isReplay, done }) => {
    shown.push(new TextDecoder().decode(bytes));
    replays.push(isReplay);
    done();
  });
  terminal.onStart((modes) => starts.push(modes));
  terminal.open();
  return { timer, sockets, shown, starts, replays, terminal, last: () => sockets.at(-1) as FakeSocket };
}

const ready = (offset: number, more: object = {}) => ({ type: "ready", offset, cols: 80, rows: 24, live: offset, ...more });

test("After a drop exactly what was missed is asked for, and nothing is drawn anew", () => {
  const { timer, shown, starts, terminal, last } = scene();
  last().say(ready(0));
  last().write("hello");
  last().onclose?.();
  assert.equal(terminal.state.kind, "lost");
  timer.advance(100);
  assert.equal(last().url, "pty?after=5");
  last().say(ready(5));
  last().write(" world");
  assert.deepEqual([shown.join(""), starts.length, terminal.state.kind], ["hello world", 1, "open"]);
});

test("When what was missed is no longer kept, the terminal starts on an empty screen in the right modes", () => {
  const { timer, starts, last, terminal } = scene();
  last().say(ready(0));
  last().write("hello");
  last().onclose?.();
  timer.advance(100);
  last().say(ready(9_000, { modes: "\x1b[?1049h" }));
  assert.deepEqual([starts, terminal.offset], [["", "\x1b[?1049h"], 9_000]);
});

test("Bytes before the live position are replay", () => {
  const { replays, last } = scene();
  last().say(ready(0, { live: 3 }));
  last().write("abc");
  last().write("d");
  assert.deepEqual(replays, [true, false]);
});

test("The sandbox is told how far the terminal has got", () => {
  const { last } = scene();
  last().say(ready(0));
  last().write("x".repeat(100_000));
  assert.deepEqual(last().acknowledged, [0, 100_000]);
});

test("A terminal that is behind acknowledges only what it has taken in", () => {
  const sockets: FakeSocket[] = [];
  const waiting: (() => void)[] = [];
  const terminal = new TerminalSocket(String, (url) => sockets[sockets.push(new FakeSocket(url)) - 1] as FakeSocket, new ManualTimer());
  terminal.onOutput(({ done }) => waiting.push(done));
  terminal.open();
  sockets[0]?.say(ready(0));
  sockets[0]?.write("x".repeat(70_000));
  sockets[0]?.write("x".repeat(70_000));
  assert.deepEqual(sockets[0]?.acknowledged, [0]);
  waiting.forEach((done) => done());
  assert.deepEqual(sockets[0]?.acknowledged, [0, 70_000, 140_000]);
});

test("A program that ended is not connected to again", () => {
  const { timer, sockets, terminal, last } = scene();
  last().say(ready(0));
  last().say({ type: "exit", code: 130, signal: "SIGINT" });
  timer.advance(60_000);
  terminal.retryNow();
  terminal.open();
  assert.deepEqual([terminal.state, sockets.length, sockets[0]?.closed], [{ kind: "exited", code: 130, signal: "SIGINT" }, 1, true]);
});

test("Nothing is sent before the terminal is ready, and keystrokes go as bytes", () => {
  const { terminal, last } = scene();
  assert.equal(terminal.send("ls"), false);
  last().say(ready(0));
  assert.equal(terminal.send("ü"), true);
  assert.deepEqual(last().sent.at(-1), new TextEncoder().encode("ü"));
});

test("An old socket that is let go is silent", () => {
  const { timer, shown, sockets, last } = scene();
  last().say(ready(0));
  const [old] = sockets;
  const late = old?.onmessage;
  old?.onclose?.();
  timer.advance(100);
  assert.deepEqual([old?.closed, old?.onmessage, typeof late, shown], [true, null, "function", []]);
});

test("What is not understood is left alone", () => {
  const { terminal, last } = scene();
  last().onmessage?.({ data: "{nonsense" });
  last().say({ type: "novelty" });
  last().say(ready(0));
  assert.equal(terminal.state.kind, "open");
});
