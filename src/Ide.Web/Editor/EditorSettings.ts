import type { DisposableStore } from "../Workbench/Disposable";
import type { SettingName } from "../Workbench/SettingTable";
import { settings } from "../Workbench/Settings";
import { indentAsSet } from "./Models";
import { changeEditorOptions, monaco } from "./Monaco";

/** Height of a line, as a multiple of the size of its letters. */
const leading = 1.54;

/** Where a browser keeps that its person reads with a screen reader that Monaco does not notice by itself. */
const screenReaderKey = "ide.editor.screen-reader";

/** Editors look as their person has set it, from the first and while it is being set. */
export function followSettings(scope: DisposableStore): void {
  const apply = (): void => {
    const fontSize = settings.get("editorFontSize");
    changeEditorOptions({
      fontSize,
      lineHeight: Math.round(fontSize * leading),
      wordWrap: settings.get("wordWrap") ? "on" : "off",
      minimap: { enabled: settings.get("minimap") },
    });
    monaco.editor.getModels().forEach(indentAsSet);
  };
  const followed: readonly SettingName[] = ["editorFontSize", "tabSize", "wordWrap", "minimap"];
  changeEditorOptions({ accessibilitySupport: readsAloud() ? "on" : "auto" });
  followed.forEach((name) => scope.add(settings.on(name, apply)));
  apply();
}

/** @returns Whether editors are made for a screen reader now. */
export function toggleScreenReader(): boolean {
  localStorage.setItem(screenReaderKey, String(!readsAloud()));
  changeEditorOptions({ accessibilitySupport: readsAloud() ? "on" : "auto" });
  return readsAloud();
}

function readsAloud(): boolean {
  return localStorage.getItem(screenReaderKey) === "true";
}
