import type { Disposable } from "../Workbench/Disposable";
import type { LineMark } from "../Workbench/EditorSeat";
import { modelOf } from "./Models";
import { monaco } from "./Monaco";

interface Mark {
  readonly path: string;
  readonly lines: monaco.IRange;
  readonly mark: LineMark;
  decoration: string | undefined;
}

const meaning: Readonly<Record<LineMark, string>> = {
  queued: "Waits to run",
  running: "Runs",
  succeeded: "Has run",
  failed: "Has failed",
};

/** What runs is marked in the margin of its lines, in every editor that shows the file. Marks outlive the file's tab. */
export class LineMarks {
  readonly #marks = new Set<Mark>();

  add(path: string, startLine: number, endLine: number, mark: LineMark): Disposable {
    const added: Mark = { path, lines: new monaco.Range(startLine, 1, Math.max(startLine, endLine), 1), mark, decoration: undefined };
    this.#marks.add(added);
    const model = modelOf(path);
    if (model) {
      draw(model, added);
    }

    return {
      dispose: () => {
        if (this.#marks.delete(added) && added.decoration !== undefined) {
          modelOf(path)?.deltaDecorations([added.decoration], []);
        }
      },
    };
  }

  /** A file was opened: what was marked in it is shown. */
  opened(path: string, model: monaco.editor.ITextModel): void {
    this.#marks.forEach((mark) => mark.path === path && draw(model, mark));
  }
}

function draw(model: monaco.editor.ITextModel, mark: Mark): void {
  const options: monaco.editor.IModelDecorationOptions = {
    isWholeLine: true,
    linesDecorationsClassName: `line-mark line-mark-${mark.mark}`,
    linesDecorationsTooltip: meaning[mark.mark],
    stickiness: monaco.editor.TrackedRangeStickiness.NeverGrowsWhenTypingAtEdges,
  };
  [mark.decoration] = model.deltaDecorations([], [{ range: mark.lines, options }]);
}
