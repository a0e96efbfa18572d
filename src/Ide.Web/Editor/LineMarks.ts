import type { Disposable } from "../Workbench/Disposable";
import type { LineMark, MarkedLines } from "../Workbench/EditorSeat";
import { modelOf } from "./Models";
import { monaco } from "./Monaco";

interface Mark {
  readonly lines: MarkedLines;
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

  add(lines: MarkedLines, mark: LineMark): Disposable {
    const added: Mark = { lines, mark, decoration: undefined };
    this.#marks.add(added);
    const model = modelOf(lines.path);
    if (model) {
      draw(model, added);
    }

    return {
      dispose: () => {
        if (this.#marks.delete(added) && added.decoration !== undefined) {
          modelOf(lines.path)?.deltaDecorations([added.decoration], []);
        }
      },
    };
  }

  /** A file was opened: what was marked in it is shown. */
  opened(path: string, model: monaco.editor.ITextModel): void {
    this.#marks.forEach((mark) => mark.lines.path === path && draw(model, mark));
  }
}

function draw(model: monaco.editor.ITextModel, mark: Mark): void {
  const { firstLine, text } = mark.lines;
  const lines = text.trimEnd().split("\n");
  if (!lines.every((line, index) => standsIn(model, firstLine + index, line))) {
    mark.decoration = undefined;
    return;
  }

  const options: monaco.editor.IModelDecorationOptions = {
    isWholeLine: true,
    linesDecorationsClassName: `line-mark line-mark-${mark.mark}`,
    linesDecorationsTooltip: meaning[mark.mark],
    stickiness: monaco.editor.TrackedRangeStickiness.NeverGrowsWhenTypingAtEdges,
  };
  [mark.decoration] = model.deltaDecorations([], [{ range: new monaco.Range(firstLine, 1, firstLine + lines.length - 1, 1), options }]);
}

/** A part of a line can be run alone, and what is indented as a whole is run without its indent. */
function standsIn(model: monaco.editor.ITextModel, line: number, text: string): boolean {
  return line <= model.getLineCount() && model.getLineContent(line).includes(text.trim());
}
