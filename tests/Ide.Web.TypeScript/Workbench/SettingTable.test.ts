import assert from "node:assert/strict";
import test from "node:test";
import { firstSettings, parseSettings } from "../../../src/Ide.Web/Workbench/SettingTable";

test("What was set comes back, and what no setting can be is what it is at first", () => {
  const mine = { ...firstSettings, theme: "contrast", tabSize: 2, wordWrap: true } as const;
  assert.deepEqual(parseSettings(JSON.stringify(mine)), mine);
  for (const text of [null, "", "[", "null", "3", '{"theme":"pink","tabSize":0,"editorFontSize":13.5,"wordWrap":"yes"}']) {
    assert.deepEqual(parseSettings(text), firstSettings, String(text));
  }
});
