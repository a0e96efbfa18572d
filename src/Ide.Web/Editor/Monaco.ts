import * as monaco from "monaco-editor/editor";
import "monaco-editor/features/register.all";
import "monaco-editor/languages/definitions/register.all";
import "monaco-editor/languages/features/css/register";
import "monaco-editor/languages/features/html/register";
import "monaco-editor/languages/features/json/register";
import "monaco-editor/languages/features/typescript/register";
import { isStill, onStill } from "../Workbench/Motion";
import { currentTheme, isHighContrast, onTheme } from "../Workbench/Theme";
import { colours } from "./EditorColours";

const workers: Readonly<Record<string, string>> = {
  json: "Json",
  css: "Css",
  scss: "Css",
  less: "Css",
  html: "Html",
  handlebars: "Html",
  typescript: "TypeScript",
  javascript: "TypeScript",
};

self.MonacoEnvironment = {
  getWorker: (_id: string, label: string) =>
    new Worker(`/Editor/${workers[label] ?? "Editor"}.worker.js`, { type: "module", name: label }),
};

for (const theme of ["light", "dark"] as const) {
  monaco.editor.defineTheme(`ide-${theme}`, {
    base: theme === "light" ? "vs" : "vs-dark",
    inherit: true,
    rules: [],
    colors: colours[theme],
  });
}

const showTheme = (): void => {
  const theme = currentTheme();
  monaco.editor.setTheme(isHighContrast() ? (theme === "light" ? "hc-light" : "hc-black") : `ide-${theme}`);
};
onTheme(showTheme);
showTheme();

const motion = (): monaco.editor.IEditorOptions => ({ smoothScrolling: !isStill(), cursorBlinking: isStill() ? "solid" : "blink" });

let options: monaco.editor.IStandaloneEditorConstructionOptions = {
  // Of its own accord it would come back from the system's colours to a theme that is none of ours.
  autoDetectHighContrast: false,
  automaticLayout: true,
  fontFamily: '"JetBrains Mono Variable", ui-monospace, monospace',
  codeLensFontFamily: '"Inter Variable", system-ui, sans-serif',
  fontLigatures: false,
  padding: { top: 8, bottom: 8 },
  renderLineHighlight: "all",
  scrollBeyondLastLine: false,
  fixedOverflowWidgets: true,
  bracketPairColorization: { enabled: true },
  guides: { indentation: true, bracketPairs: false },
  stickyScroll: { enabled: false },
  unicodeHighlight: { ambiguousCharacters: false },
  ...motion(),
};

/** What every editor of the page is made with. */
export function editorOptions(): monaco.editor.IStandaloneEditorConstructionOptions {
  return options;
}

/** Settings apply to every editor that there is, and to those that come. */
export function changeEditorOptions(changed: monaco.editor.IStandaloneEditorConstructionOptions): void {
  options = { ...options, ...changed };
  monaco.editor.getEditors().forEach((editor) => editor.updateOptions(changed));
}

onStill(() => changeEditorOptions(motion()));

export { monaco };
