import assert from "node:assert/strict";
import test from "node:test";
import { CommandRegistry, keysOf } from "../../../src/Ide.Web/Workbench/Commands";

const none = { ctrlKey: false, metaKey: false, shiftKey: false, altKey: false };

test("Keys are named as on the keycaps, and Command counts as Ctrl", () => {
  assert.equal(keysOf({ ...none, key: "s", ctrlKey: true }), "Ctrl+S");
  assert.equal(keysOf({ ...none, key: "Enter", metaKey: true }), "Ctrl+Enter");
  assert.equal(keysOf({ ...none, key: "F5", shiftKey: true }), "Shift+F5");
});

test("A key is what is printed on it, whatever Shift or another script makes of it", () => {
  assert.equal(keysOf({ ...none, key: "~", code: "Backquote", ctrlKey: true, shiftKey: true }), "Ctrl+Shift+`");
  assert.equal(keysOf({ ...none, key: "%", code: "Digit5", ctrlKey: true, shiftKey: true }), "Ctrl+Shift+5");
  assert.equal(keysOf({ ...none, key: "&", code: "Digit1", ctrlKey: true }), "Ctrl+1");
  assert.equal(keysOf({ ...none, key: "З", code: "KeyP", ctrlKey: true }), "Ctrl+P");
  assert.equal(keysOf({ ...none, key: "z", code: "KeyY", ctrlKey: true }), "Ctrl+Z");
});

test("A command is found by its keys until its feature goes", () => {
  const commands = new CommandRegistry();
  const registration = commands.register({ id: "file.save", title: "Save", keys: "Ctrl+S", run: () => {} });
  assert.equal(commands.forKeys({ ...none, key: "s", ctrlKey: true })?.id, "file.save");
  registration.dispose();
  assert.equal(commands.forKeys({ ...none, key: "s", ctrlKey: true }), undefined);
});

test("A feature that goes does not take its successor's command along", () => {
  const commands = new CommandRegistry();
  const old = commands.register({ id: "run.file", title: "Old", run: () => {} });
  commands.register({ id: "run.file", title: "New", run: () => {} });
  old.dispose();
  assert.equal(commands.get("run.file")?.title, "New");
});

test("Of two features with the same keys the one means it that has the keyboard", () => {
  const commands = new CommandRegistry();
  const pressed = { ...none, key: "PageDown", ctrlKey: true };
  const run = (): void => {};
  commands.register({ id: "editor.next", title: "Next file", keys: "Ctrl+PageDown", run });
  commands.register({ id: "terminal.next", title: "Next terminal", keys: "Ctrl+PageDown", owns: () => true, run });
  assert.equal(commands.forKeys(pressed)?.id, "terminal.next");
  assert.equal(commands.forKeys(pressed, ({ id }) => id !== "terminal.next")?.id, "editor.next");
});
