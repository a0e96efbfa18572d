import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";
import { settingTable } from "../../../src/Ide.Web/Workbench/SettingTable";

test("Every setting has its field in the dialog, and every field its setting", () => {
  const markup = readFileSync("src/Ide.Web/Workbench/SettingsDialog.razor", "utf8");
  const fields = [...markup.matchAll(/data-setting="(\w+)"/g)].map(([, name]) => name!);
  assert.deepEqual(fields.sort(), Object.keys(settingTable).sort());
});
