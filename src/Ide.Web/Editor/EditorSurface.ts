import { element } from "../Ui/Elements";
import { type Disposable, DisposableStore } from "../Workbench/Disposable";
import type { EditorFile } from "../Workbench/EditorSeat";
import { Comparison } from "./Comparison";
import { editorOptions, monaco } from "./Monaco";
import type { Place } from "./Place";

/** Milliseconds after the last movement before a place is kept. */
const quiet = 300;

/** The one Monaco editor of a group, which shows one model after another; and what compares two, while they are compared. */
export class EditorSurface {
  readonly root = element("div", "editor-surface");
  readonly editor: monaco.editor.IStandaloneCodeEditor;
  readonly #editorHost = element("div", "editor-host");
  #shown: string | undefined;
  #keeping: ReturnType<typeof setTimeout> | undefined;
  #comparison: Comparison | undefined;

  constructor(
    private readonly group: number,
    private readonly place: Place,
    private readonly readOnly: boolean,
    scope: DisposableStore,
  ) {
    this.root.append(this.#editorHost);
    this.editor = scope.add(
      monaco.editor.create(this.#editorHost, {
        ...editorOptions(),
        model: null,
        readOnly,
        ...(readOnly ? { readOnlyMessage: { value: "You are a viewer here and cannot edit." } } : {}),
      }),
    );
    scope.add(this.editor.onDidChangeCursorPosition(() => this.#keepSoon()));
    scope.add(this.editor.onDidScrollChange(() => this.#keepSoon()));
    scope.listen(window, "pagehide", () => this.#keep());
    scope.defer(() => this.hide());
  }

  /** Tells that the cursor or the selection is somewhere else. */
  onMove(listener: () => void): Disposable {
    return this.editor.onDidChangeCursorSelection(listener);
  }

  /** Shows a file where it was left. */
  show(path: string, model: monaco.editor.ITextModel): void {
    if (this.#shown === path && this.editor.getModel() === model) {
      return;
    }

    this.hide();
    this.#shown = path;
    this.editor.setModel(model);
    this.editor.updateOptions({ ariaLabel: `Text of ${path}` });
    this.editor.restoreViewState(this.place.view(path, this.group) as monaco.editor.ICodeEditorViewState | null);
  }

  hide(): void {
    this.#keep();
    this.compare(undefined);
    this.#shown = undefined;
    this.editor.setModel(null);
  }

  focus(): void {
    this.#comparison ? this.#comparison.focus() : this.editor.focus();
  }

  /** What stands in front; undefined when there is no text. */
  get file(): EditorFile | undefined {
    const [model, selection] = [this.editor.getModel(), this.editor.getSelection()];
    if (this.#shown === undefined || !model || !selection) {
      return undefined;
    }

    // A selection up to the beginning of a line has nothing of that line.
    const endLine = selection.endColumn === 1 && !selection.isEmpty() ? selection.endLineNumber - 1 : selection.endLineNumber;
    return {
      path: this.#shown,
      language: model.getLanguageId(),
      // Most who ask want to know the place only, and ask at each move of the cursor; the text may have 20 MB.
      get text() {
        return model.getValue();
      },
      selection: {
        get text() {
          return model.getValueInRange(selection);
        },
        startLine: selection.startLineNumber,
        endLine,
      },
      line: selection.positionLineNumber,
      column: selection.positionColumn,
    };
  }

  moveTo(line: number, column: number): void {
    this.editor.setPosition({ lineNumber: line, column });
    this.editor.revealPositionInCenterIfOutsideViewport({ lineNumber: line, column });
  }

  get comparing(): boolean {
    return this.#comparison !== undefined;
  }

  /** Shows what is on disk beside the unsaved text, which can be edited there; undefined ends it. */
  compare(onDisk: string | undefined): void {
    const mine = this.editor.getModel();
    if (onDisk === undefined || !mine) {
      const hadFocus = this.#comparison?.hasFocus ?? false;
      this.#comparison?.dispose();
      this.#comparison = undefined;
      this.#editorHost.hidden = false;
      if (hadFocus) {
        this.editor.focus();
      }
    } else if (this.#comparison) {
      this.#comparison.show(onDisk);
    } else {
      this.#editorHost.hidden = true;
      this.#comparison = new Comparison(this.root, onDisk, mine, this.readOnly);
    }
  }

  #keepSoon(): void {
    clearTimeout(this.#keeping);
    this.#keeping = setTimeout(() => this.#keep(), quiet);
  }

  #keep(): void {
    clearTimeout(this.#keeping);
    if (this.#shown !== undefined && this.editor.getModel()) {
      this.place.keepView(this.#shown, this.group, this.editor.saveViewState());
    }
  }
}
