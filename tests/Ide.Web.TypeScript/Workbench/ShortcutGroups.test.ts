import assert from "node:assert/strict";
import { test } from "node:test";
import { shortcutGroups } from "../../../src/Ide.Web/Workbench/ShortcutGroups";

const run = (): void => {};

test("Commands that have keys are grouped by their feature, those with keys of the editor's own, too", () => {
  assert.deepEqual(
    shortcutGroups([
      { id: "palette.commands", title: "Show all commands", keys: "Ctrl+Shift+P", otherKeys: ["F1"], run },
      { id: "view.reset", title: "Reset the layout", run },
      { id: "monaco.actions.find", title: "Find", ownKeys: "Ctrl+F", run },
      { id: "palette.files", title: "Go to a file", keys: "Ctrl+P", run },
      { id: "people.invite", title: "Invite", keys: "Ctrl+I", run },
    ]),
    [
      {
        name: "Find",
        shortcuts: [
          { title: "Show all commands", keys: "Ctrl+Shift+P, F1" },
          { title: "Go to a file", keys: "Ctrl+P" },
        ],
      },
      { name: "In the editor's text", shortcuts: [{ title: "Find", keys: "Ctrl+F" }] },
      { name: "People", shortcuts: [{ title: "Invite", keys: "Ctrl+I" }] },
    ],
  );
});
