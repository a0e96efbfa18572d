import { settingsKey, SettingsStore } from "./SettingsStore";

/**
 * What this browser's person has set, whatever the sandbox: kept in the browser, told to all of its tabs, applied while one
 * looks. An island asks for a value and listens for the next:
 *
 *     editor.updateOptions({ fontSize: settings.get("editorFontSize") });
 *     scope.add(settings.on("editorFontSize", (fontSize) => editor.updateOptions({ fontSize })));
 *
 * The names: `theme`, `editorFontSize`, `tabSize`, `wordWrap`, `minimap`, `formatOnSave`, `terminalFontSize`, `terminalScreenReader`,
 * `notifications`, `notifyAfterSeconds` (SettingTable.ts).
 */
export const settings = new SettingsStore(localStorage);

window.addEventListener("storage", (event) => {
  if (event.key === settingsKey || event.key === null) {
    settings.refresh();
  }
});
