import assert from "node:assert/strict";
import test from "node:test";
import { EarlyInput } from "../../../src/Ide.Web/Terminals/EarlyInput";
import type { TerminalState } from "../../../src/Ide.Web/Terminals/TerminalSocket";

class FakeSocket {
  state: TerminalState = { kind: "connecting" };
  readonly sent: string[] = [];

  send(text: string | Uint8Array): boolean {
    const isOpen = this.state.kind === "open";
    if (isOpen) {
      this.sent.push(String(text));
    }

    return isOpen;
  }
}

function terminal(): { readonly socket: FakeSocket; readonly input: EarlyInput; readonly open: () => void } {
  const socket = new FakeSocket();
  const input = new EarlyInput(socket);
  return {
    socket,
    input,
    open: () => {
      socket.state = { kind: "open" };
      input.connected();
    },
  };
}

test("What is typed before the first connection is sent once, in its order, and before what follows", () => {
  const { socket, input, open } = terminal();
  assert.deepEqual([input.type("ls"), input.type("\r")], [true, true]);
  open();
  assert.equal(input.type("pwd"), true);
  open();
  assert.deepEqual(socket.sent, ["ls\r", "pwd"]);
});

test("Of more than a page of it the beginning is kept", () => {
  const { socket, input, open } = terminal();
  input.type("a".repeat(4_000));
  input.type("b".repeat(4_000));
  open();
  assert.deepEqual(socket.sent, ["a".repeat(4_000) + "b".repeat(96)]);
});

test("What is typed while there is no connection any more is lost, and said to be", () => {
  const { socket, input, open } = terminal();
  open();
  for (const state of [{ kind: "lost", retryAt: 0, attempts: 1 }, { kind: "connecting" }] as const) {
    socket.state = state;
    assert.equal(input.type("rm"), false);
  }

  open();
  assert.deepEqual(socket.sent, []);
});

test("A first connection that did not come about loses what is typed after it, and not what was typed before", () => {
  const { socket, input, open } = terminal();
  input.type("ls\r");
  socket.state = { kind: "lost", retryAt: 0, attempts: 1 };
  assert.equal(input.type("pwd\r"), false);
  open();
  assert.deepEqual(socket.sent, ["ls\r"]);
});
