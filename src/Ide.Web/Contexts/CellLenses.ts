import { monaco } from "../Editor/Monaco";
import { sentenceOf } from "../Workbench/SandboxApi";
import type { DisposableStore } from "../Workbench/Disposable";
import type { SandboxSession } from "../Workbench/SandboxSession";
import { toast } from "../Ui/Toasts";
import { cellsOf, isContextLanguage } from "./Cells";
import { Running } from "./Running";

const languages = ["python", "javascript", "typescript"];

/** Milliseconds after the last keystroke before the rules are drawn anew. */
const quiet = 150;

/** Shows the cells in every editor of the page: a rule above each, and, for who may run them, controls on it. */
export function showCells(session: SandboxSession, scope: DisposableStore): void {
  scope.add(monaco.editor.onDidCreateModel((model) => draw(model)));
  monaco.editor.getModels().forEach(draw);
  if (!session.canEdit) {
    return;
  }

  const running = new Running(session);
  const command = `cells.run.${session.view.id}`;
  scope.add(
    monaco.editor.registerCommand(command, (_, line: number, which: "this" | "above" | "below") => {
      running.cellsAt(line, which).catch((error: unknown) => toast("error", sentenceOf(error)));
    }),
  );
  scope.add(
    monaco.languages.registerCodeLensProvider(languages, {
      provideCodeLenses: (model) => ({
        lenses: cellsOf(model.getValue(), model.getLanguageId()).flatMap((cell, index) => {
          const range = new monaco.Range(cell.startLine, 1, cell.startLine, 1);
          const lens = (title: string, which: string) => ({ range, command: { id: command, title, arguments: [cell.startLine, which] } });
          return cell.isText ? [] : [lens("▷ Run cell", "this"), ...(index > 0 ? [lens("Run above", "above")] : []), lens("Run below", "below")];
        }),
        dispose: () => {},
      }),
    }),
  );
}

/** Keeps a model's rules where its cells begin, until it is closed. */
function draw(model: monaco.editor.ITextModel): void {
  let rules: string[] = [];
  let waiting: ReturnType<typeof setTimeout> | undefined;
  const show = (): void => {
    if (!model.isDisposed()) {
      const cells = isContextLanguage(model.getLanguageId()) ? cellsOf(model.getValue(), model.getLanguageId()) : [];
      rules = model.deltaDecorations(rules, cells.filter((cell) => cell.isMarked).map((cell) => ({
        range: new monaco.Range(cell.startLine, 1, cell.startLine, 1),
        options: { isWholeLine: true, className: "cell-rule", stickiness: monaco.editor.TrackedRangeStickiness.NeverGrowsWhenTypingAtEdges },
      })));
    }
  };
  model.onDidChangeContent(() => {
    clearTimeout(waiting);
    waiting = setTimeout(show, quiet);
  });
  model.onWillDispose(() => clearTimeout(waiting));
  show();
}
