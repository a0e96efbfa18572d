import type { DisposableStore } from "../Workbench/Disposable";
import { type LineMark, type LineMarks, lastLine, type MarkKind } from "../Workbench/LineMarks";
import type { monaco } from "./Monaco";

/** What a mark is drawn in: a text of the editor. */
export type MarkedModel = Pick<
  monaco.editor.ITextModel,
  "deltaDecorations" | "getDecorationRange" | "getLineContent" | "getLineCount" | "isDisposed"
>;

interface Drawn {
  readonly model: MarkedModel;
  readonly kind: MarkKind;
  readonly decoration: string;
}

interface Lines {
  readonly startLineNumber: number;
  readonly endLineNumber: number;
}

const meaning: Readonly<Record<MarkKind, string>> = {
  queued: "Waits to run",
  running: "Runs",
  succeeded: "Has run",
  failed: "Has failed",
};

const neverGrowsWhenTypingAtEdges: monaco.editor.TrackedRangeStickiness = 1;

/**
 * What runs is marked in the margin of its lines, in every editor that shows the file. A mark moves along with its text;
 * lines that said something else when it was to be drawn have none. Marks outlive the file's tab.
 */
export class MarginMarks {
  readonly #drawn = new Map<string, Drawn>();

  constructor(
    private readonly marks: LineMarks,
    private readonly modelOf: (path: string) => MarkedModel | null,
    scope: DisposableStore,
  ) {
    scope.add(marks.onChange(() => this.draw()));
    scope.defer(() => [...this.#drawn.keys()].forEach((id) => this.#undraw(id)));
  }

  /** Draws what is not drawn yet; to be called when a file was opened, too. */
  draw(): void {
    [...this.#drawn.keys()].filter((id) => !this.marks.all.has(id)).forEach((id) => this.#undraw(id));
    for (const [id, mark] of [...this.marks.all]) {
      const model = this.modelOf(mark.path);
      const drawn = this.#drawn.get(id);
      if (model && drawn?.model === model) {
        if (drawn.kind !== mark.kind) {
          this.#drawAt(id, mark, model, model.getDecorationRange(drawn.decoration));
        }
      } else if (model) {
        const lines = written(mark, model);
        this.#drawAt(id, mark, model, lines && this.#takePlace(id, model, lines) ? lines : null);
      }
    }
  }

  #drawAt(id: string, { kind }: LineMark, model: MarkedModel, lines: Lines | null): void {
    this.#undraw(id);
    if (!lines) {
      return;
    }

    const { startLineNumber, endLineNumber } = lines;
    const options: monaco.editor.IModelDecorationOptions = {
      isWholeLine: true,
      linesDecorationsClassName: `line-mark line-mark-${kind}`,
      linesDecorationsTooltip: meaning[kind],
      stickiness: neverGrowsWhenTypingAtEdges,
    };
    const range = { startLineNumber, startColumn: 1, endLineNumber, endColumn: 1 };
    this.#drawn.set(id, { model, kind, decoration: model.deltaDecorations([], [{ range, options }])[0]! });
  }

  /**
   * Of what has run in these lines only the newest has a mark: the others go, and so does this one when it is not the newest.
   *
   * @returns Whether it is.
   */
  #takePlace(id: string, model: MarkedModel, lines: Lines): boolean {
    const others = [...this.#drawn].filter(([, drawn]) => {
      const at = drawn.model === model ? model.getDecorationRange(drawn.decoration) : null;
      return at && at.startLineNumber <= lines.endLineNumber && lines.startLineNumber <= at.endLineNumber;
    });
    const runs = [...this.marks.all.keys()];
    const isNewest = others.every(([other]) => runs.indexOf(other) < runs.indexOf(id));
    for (const old of isNewest ? others.map(([other]) => other) : [id]) {
      this.#undraw(old);
      this.marks.delete(old);
    }

    return isNewest;
  }

  #undraw(id: string): void {
    const drawn = this.#drawn.get(id);
    if (drawn && this.#drawn.delete(id) && !drawn.model.isDisposed()) {
      drawn.model.deltaDecorations([drawn.decoration], []);
    }
  }
}

/**
 * The lines where the mark was put, when what ran still stands in them: a part of a line can be run alone, and what is
 * indented as a whole is run without its indent.
 */
function written(mark: LineMark, model: MarkedModel): Lines | null {
  const { firstLine, text } = mark;
  const stands = text
    .trimEnd()
    .split("\n")
    .every((line, index) => firstLine + index <= model.getLineCount() && model.getLineContent(firstLine + index).includes(line.trim()));
  return stands ? { startLineNumber: firstLine, endLineNumber: lastLine(mark) } : null;
}
