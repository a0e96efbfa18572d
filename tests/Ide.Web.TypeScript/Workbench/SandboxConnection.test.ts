import assert from "node:assert/strict";
import test from "node:test";
import { Backoff } from "../../../src/Ide.Web/Workbench/Backoff";
import type { HubListener, HubTransport, Joined } from "../../../src/Ide.Web/Workbench/HubTransport";
import type { JournalEvent } from "../../../src/Ide.Web/Workbench/JournalEvents";
import { mayReach, mayStart } from "../../../src/Ide.Web/Workbench/ConnectionState";
import { SandboxConnection } from "../../../src/Ide.Web/Workbench/SandboxConnection";
import { ManualTimer, settled } from "../Testing/ManualTimer";

class FakeTransport implements HubTransport {
  listener!: HubListener;
  joinedAfter: number | undefined;
  stopped = false;

  constructor(
    private readonly refusal: string | undefined,
    private readonly historyAfter: number,
  ) {}

  start(listener: HubListener): Promise<void> {
    this.listener = listener;
    return this.refusal === "unreachable" ? Promise.reject(new Error("no server")) : this.refusal === "silent" ? new Promise(() => {}) : Promise.resolve();
  }

  stop(): Promise<void> {
    this.stopped = true;
    return Promise.resolve();
  }

  invoke<T>(method: string, ...args: readonly unknown[]): Promise<T> {
    if (method === "Join") {
      this.joinedAfter = args[1] as number;
    }

    const joined: Joined = { sandboxId: "s", name: "ann", role: "editor", historyAfter: this.historyAfter };
    return this.refusal === undefined ? Promise.resolve(joined as T) : Promise.reject(new Error(this.refusal));
  }
}

class Scene {
  readonly timer = new ManualTimer();
  readonly transports: FakeTransport[] = [];
  readonly seen: number[] = [];
  readonly states: string[] = [];
  resets = 0;
  refusal: string | undefined;
  historyAfter = 0;
  readonly connection = new SandboxConnection(
    "s",
    () => {
      const transport = new FakeTransport(this.refusal, this.historyAfter);
      this.transports.push(transport);
      return transport;
    },
    this.timer,
    new Backoff({ first: 100, cap: 1_000, random: () => 1 }),
  );

  constructor() {
    this.connection.onEvents((batch) => this.seen.push(...batch.flatMap((event) => event.seq ?? [])));
    this.connection.onState((state) => this.states.push(state.kind));
    this.connection.onReset(() => this.resets++);
  }

  get last(): FakeTransport {
    return this.transports.at(-1) as FakeTransport;
  }

  async started(): Promise<this> {
    this.connection.start();
    await settled();
    return this;
  }

  /** The server has told all that there is, and the stream is drawn. */
  catchUp(): void {
    this.last.listener.events([{ at: "", actor: "system", type: "caught_up", lastSeq: 0 }]);
    this.connection.shown();
  }

  send(...seqs: readonly number[]): void {
    this.last.listener.events(
      seqs.map((seq): JournalEvent => ({ seq, at: "", actor: "ann", type: "session_created", sessionId: "s" })),
    );
  }
}

test("After a drop the connection joins after the last event that it has", async () => {
  const scene = await new Scene().started();
  scene.send(1, 2, 3);
  scene.catchUp();
  scene.last.listener.lost();
  assert.equal(scene.connection.state.kind, "offline");
  scene.timer.advance(100);
  await settled();
  assert.equal(scene.last.joinedAfter, 3);
  scene.send(3, 4);
  scene.catchUp();
  assert.deepEqual(scene.seen, [1, 2, 3, 4]);
  assert.deepEqual(scene.states, ["connecting", "catchingUp", "live", "offline", "catchingUp", "live"]);
});

test("What was there when the page came is no news, and what it missed without a connection is", async () => {
  const scene = await new Scene().started();
  const told: string[] = [];
  scene.connection.onEvents((batch) => told.push(...batch.map(({ type, seq }) => `${seq ?? type} ${scene.connection.isPastTold}`)));
  const made = (seq: number): JournalEvent => ({ seq, at: "", actor: "ann", type: "session_created", sessionId: "s" });
  const caughtUp: JournalEvent = { at: "", actor: "system", type: "caught_up", lastSeq: 2 };
  scene.last.listener.events([made(1)]);
  scene.last.listener.events([made(2), caughtUp, made(3)]);
  scene.last.listener.lost();
  scene.timer.advance(100);
  await settled();
  scene.last.listener.events([made(4), caughtUp]);
  assert.deepEqual(told, ["1 false", "2 false", "caught_up true", "3 true", "4 true", "caught_up true"]);
  scene.last.listener.reset();
  assert.equal(scene.connection.isPastTold, false);
});

test("A page is live only when all that happened before is drawn", async () => {
  const scene = await new Scene().started();
  scene.connection.shown();
  assert.equal(scene.connection.state.kind, "catchingUp");
  scene.last.listener.events([{ at: "", actor: "system", type: "caught_up", lastSeq: 0 }]);
  assert.equal(scene.connection.state.kind, "catchingUp");
  scene.connection.shown();
  assert.equal(scene.connection.state.kind, "live");
});

test("A sandbox that was away is live again when its stream is whole again", async () => {
  const scene = await new Scene().started();
  scene.catchUp();
  scene.last.listener.state({ connection: "reconnecting" });
  scene.last.listener.state({ connection: "live" });
  scene.connection.shown();
  assert.equal(scene.connection.state.kind, "catchingUp");
  scene.catchUp();
  assert.deepEqual(scene.states, ["connecting", "catchingUp", "live", "waking", "catchingUp", "live"]);
});

test("Who is signed out may come back by signing in; no attempt is made before", async () => {
  const scene = new Scene();
  scene.refusal = "UNAUTHENTICATED: You are signed out.";
  await scene.started();
  assert.deepEqual([scene.connection.state.kind, scene.timer.waiting], ["refused", 0]);
  scene.refusal = undefined;
  scene.connection.retryNow();
  await settled();
  assert.equal(scene.connection.state.kind, "catchingUp");
});

test("A server that is away is tried again with growing pauses", async () => {
  const scene = new Scene();
  scene.refusal = "unreachable";
  await scene.started();
  for (const pause of [100, 200, 400]) {
    const before = scene.transports.length;
    scene.timer.advance(pause - 1);
    await settled();
    assert.equal(scene.transports.length, before);
    scene.timer.advance(1);
    await settled();
    assert.equal(scene.transports.length, before + 1);
  }
});

test("In a network gone silent an attempt is given up, said, and made again", async () => {
  const scene = new Scene();
  scene.refusal = "silent";
  await scene.started();
  scene.timer.advance(12_000);
  assert.deepEqual([scene.connection.state.kind, scene.last.stopped], ["offline", true]);
  scene.refusal = undefined;
  scene.timer.advance(100);
  await settled();
  scene.catchUp();
  assert.deepEqual([scene.states, scene.timer.waiting], [["connecting", "offline", "catchingUp", "live"], 0]);
});

test("Nothing of an old transport arrives after a new one was made", async () => {
  const scene = await new Scene().started();
  const [old] = scene.transports;
  old?.listener.lost();
  scene.timer.advance(100);
  await settled();
  old?.listener.events([{ seq: 1, at: "", actor: "ann", type: "session_created", sessionId: "s" }]);
  old?.listener.lost();
  assert.deepEqual([scene.seen, scene.connection.state.kind, old?.stopped], [[], "catchingUp", true]);
});

test("A gap is fetched by joining again from before it", async () => {
  const scene = await new Scene().started();
  scene.send(1, 2, 5);
  await settled();
  assert.equal(scene.last.joinedAfter, 2);
  scene.send(3, 4, 5);
  assert.deepEqual(scene.seen, [1, 2, 3, 4, 5]);
});

test("A replaced journal is forgotten and read from its start", async () => {
  const scene = await new Scene().started();
  scene.send(1, 2);
  scene.last.listener.reset();
  scene.send(1);
  assert.deepEqual([scene.resets, scene.seen], [1, [1, 2, 1]]);
});

test("A person whose history begins later sees no gap before it", async () => {
  const scene = new Scene();
  scene.historyAfter = 40;
  await scene.started();
  scene.send(41, 42);
  await settled();
  assert.deepEqual([scene.transports.length, scene.seen], [1, [41, 42]]);
});

for (const refusal of ["HubException: SANDBOX_NOT_FOUND: There is no sandbox s.", "FORBIDDEN: no"]) {
  test(`A final refusal is not tried again: ${refusal}`, async () => {
    const scene = new Scene();
    scene.refusal = refusal;
    await scene.started();
    assert.deepEqual([scene.connection.state.kind, scene.timer.waiting], ["refused", 0]);
  });
}

test("The reason of a refusal is the server's own sentence", async () => {
  const scene = await new Scene().started();
  scene.last.listener.closed("FORBIDDEN", "You were removed from this sandbox.");
  const { state } = scene.connection;
  assert.equal(state.kind === "refused" && state.reason, "You were removed from this sandbox.");
});

test("What changes something is refused while there is no connection", async () => {
  const scene = await new Scene().started();
  scene.last.listener.lost();
  await assert.rejects(scene.connection.invoke("RunFile", {}), /Not connected/);
});

test("The network's return cuts the pause short", async () => {
  const scene = await new Scene().started();
  scene.connection.drop();
  scene.connection.retryNow();
  await settled();
  assert.deepEqual([scene.connection.state.kind, scene.transports.length, scene.timer.waiting], ["catchingUp", 2, 0]);
  assert.deepEqual(scene.states, ["connecting", "catchingUp", "offline", "connecting", "catchingUp"]);
});

test("A disposed connection tries nothing any more", async () => {
  const scene = await new Scene().started();
  scene.connection.dispose();
  scene.last.listener.lost();
  scene.timer.advance(10_000);
  await settled();
  assert.equal(scene.transports.length, 1);
});

test("A sandbox that ended by itself is said to be restarting, and one that is given up says why, until somebody starts it", async () => {
  const scene = await new Scene().started();
  scene.catchUp();
  scene.last.listener.state({ connection: "restarting", detail: "It ended." });
  assert.deepEqual(scene.connection.state, { kind: "restarting", detail: "It ended." });
  assert.equal(mayStart(scene.connection.state), false);
  scene.last.listener.state({ connection: "failed", detail: "Too often." });
  assert.deepEqual(scene.connection.state, { kind: "failed", detail: "Too often." });
  assert.equal(mayStart(scene.connection.state), true);
  scene.last.listener.state({ connection: "live" });
  scene.catchUp();
  assert.deepEqual(scene.states.slice(-4), ["restarting", "failed", "catchingUp", "live"]);
});

test("What is asked of the server reaches it from the first answer on, also while the sandbox is away", async () => {
  const scene = new Scene();
  const reaches = (): boolean => mayReach(scene.connection.state);
  assert.equal(reaches(), false);
  await scene.started();
  assert.equal(reaches(), true);
  scene.last.listener.state({ connection: "restarting", detail: "It ended." });
  assert.equal(reaches(), true);
  scene.connection.drop();
  assert.equal(reaches(), false);
});
