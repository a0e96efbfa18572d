import assert from "node:assert/strict";
import test from "node:test";
import { type Hub, type HubBuilder, watchCircuit } from "../../../src/Ide.Web/App/CircuitWatch";

/** What Blazor's script would make, with its wire in the test's hands. */
class FakeHub implements Hub {
  readonly #handlers = new Map<string, () => void>();
  startFails = false;

  on(method: string, handler: () => void): void {
    this.#handlers.set(method, handler);
  }

  onclose(handler: () => void): void {
    this.#handlers.set("close", handler);
  }

  start = (): Promise<void> => (this.startFails ? Promise.reject(new Error("no server")) : Promise.resolve());

  tell(what: string): void {
    this.#handlers.get(what)?.();
  }
}

function scene() {
  const told: string[] = [];
  const options: unknown[] = [];
  const hubs: FakeHub[] = [];
  const builder: HubBuilder = {
    withUrl: (...given) => (options.push(...given), builder),
    withServerTimeout: (milliseconds) => (options.push(milliseconds), builder),
    withKeepAliveInterval: (milliseconds) => (options.push(milliseconds), builder),
    build: () => (hubs.push(new FakeHub()), hubs.at(-1) as FakeHub),
  };
  watchCircuit(builder, { interval: 5, timeout: 12 }, "sockets", { closed: () => told.push("closed"), failed: () => told.push("failed") });
  return { hubs, told, options, build: () => builder.build() };
}

test("The circuit travels on a WebSocket only, and is given up when nothing comes any more", () => {
  assert.deepEqual(scene().options, ["_blazor", { skipNegotiation: true, transport: 1, WebSocket: "sockets" }, 5, 12]);
});

test("Every end of the connection is told, also one that Blazor's own script keeps to itself", async () => {
  const { hubs, told, build } = scene();
  await build().start();
  assert.deepEqual(told, []);
  hubs[0]?.tell("JS.Error");
  hubs[0]?.tell("close");
  const second = build();
  hubs[1]!.startFails = true;
  await assert.rejects(second.start());
  assert.deepEqual(told, ["failed", "closed", "closed"]);
});

test("A server that cannot be reached is told apart from a fault of the page, which Blazor's script would show for good", async () => {
  const { hubs, build } = scene();
  const hub = build();
  hubs[0]!.startFails = true;
  await assert.rejects(hub.start(), { message: "no server", errorType: "FailedToNegotiateWithServerError" });
});
