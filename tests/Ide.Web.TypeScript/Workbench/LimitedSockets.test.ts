import assert from "node:assert/strict";
import test from "node:test";
import { limitedSockets } from "../../../src/Ide.Web/Workbench/LimitedSockets";
import { ManualTimer } from "../Testing/ManualTimer";

class FakeSocket extends EventTarget {
  isClosed = false;

  constructor(readonly url: string) {
    super();
  }

  close(): void {
    this.isClosed = true;
  }
}

function open(): { readonly timer: ManualTimer; readonly socket: FakeSocket } {
  const timer = new ManualTimer();
  const Sockets = limitedSockets(FakeSocket as unknown as typeof WebSocket, timer, 12_000);
  return { timer, socket: new Sockets("ws://here") as unknown as FakeSocket };
}

test("A socket that does not open in time is closed, and not before", () => {
  const { timer, socket } = open();
  timer.advance(11_999);
  assert.equal(socket.isClosed, false);
  timer.advance(1);
  assert.deepEqual([socket.url, socket.isClosed], ["ws://here", true]);
});

for (const end of ["open", "close"]) {
  test(`A socket's limit is gone with its ${end}`, () => {
    const { timer, socket } = open();
    socket.dispatchEvent(new Event(end));
    timer.advance(60_000);
    assert.deepEqual([socket.isClosed, timer.waiting], [false, 0]);
  });
}
