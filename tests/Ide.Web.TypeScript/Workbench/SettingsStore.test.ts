import assert from "node:assert/strict";
import test from "node:test";
import { SettingsStore } from "../../../src/Ide.Web/Workbench/SettingsStore";

function browser(): Pick<Storage, "getItem" | "setItem"> {
  const kept = new Map<string, string>();
  return { getItem: (key) => kept.get(key) ?? null, setItem: (key, value) => void kept.set(key, value) };
}

test("A change is told to those who listen for that setting, and kept", () => {
  const storage = browser();
  const settings = new SettingsStore(storage);
  const heard: number[] = [];
  const listening = settings.on("tabSize", (size) => heard.push(size));

  settings.set("tabSize", 2);
  settings.set("tabSize", 2);
  settings.set("wordWrap", true);
  listening.dispose();
  settings.set("tabSize", 8);

  assert.deepEqual(heard, [2]);
  assert.equal(new SettingsStore(storage).get("tabSize"), 8);
});

test("What a setting cannot be is refused and changes nothing", () => {
  const settings = new SettingsStore(browser());
  assert.equal(settings.set("editorFontSize", Number.NaN), false);
  assert.equal(settings.get("editorFontSize"), 13);
});

test("Another tab's change is told here, and only what changed", () => {
  const storage = browser();
  const [here, there] = [new SettingsStore(storage), new SettingsStore(storage)];
  const heard: string[] = [];
  here.on("theme", (theme) => heard.push(theme));
  here.on("minimap", () => heard.push("minimap"));

  there.set("theme", "dark");
  here.refresh();

  assert.deepEqual(heard, ["dark"]);
});
