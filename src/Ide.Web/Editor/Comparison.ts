import { element } from "../Ui/Elements";
import { type Disposable, DisposableStore } from "../Workbench/Disposable";
import { editorOptions, monaco } from "./Monaco";

/** Pixels of width below which the two stand in one column. */
const narrow = 560;

interface Difference {
  readonly room: HTMLElement;
  readonly editor: monaco.editor.IStandaloneDiffEditor;
}

/**
 * Those that compare nothing now. None is ever disposed of: a service of Monaco's that is first used in one, as that of the
 * suggestions, would go with it, and no editor of the page would ever get it again.
 */
const idle: Difference[] = [];

/** The file as it is on disk, and beside it the unsaved text: merged by hand, or by the arrows between the two. */
export class Comparison implements Disposable {
  readonly #scope = new DisposableStore();
  readonly #original: monaco.editor.ITextModel;
  readonly #difference: Difference;

  constructor(host: HTMLElement, onDisk: string, mine: monaco.editor.ITextModel, readOnly: boolean) {
    const titles = element("div", "comparison-titles", element("span", "", "− On disk (theirs)"), element("span", "", "+ Unsaved (mine)"));
    const root = element("div", "comparison", titles);
    host.append(root);
    this.#scope.defer(() => root.remove());
    this.#original = this.#scope.add(monaco.editor.createModel(onDisk, mine.getLanguageId()));
    this.#difference = idle.pop() ?? newDifference();
    const { room, editor } = this.#difference;
    root.append(room);
    editor.updateOptions({ ...editorOptions(), readOnly });
    this.#call(editor.getOriginalEditor(), "What is on disk");
    this.#call(editor.getModifiedEditor(), "Your unsaved text");
    editor.setModel({ original: this.#original, modified: mine });
    this.#scope.defer(() => {
      editor.setModel(null);
      idle.push(this.#difference);
    });
  }

  /** What a screen reader calls one of the two. Monaco forgets it each time that the room makes it change between one column and two. */
  #call(editor: monaco.editor.ICodeEditor, label: string): void {
    const name = (): void => {
      if (editor.getOption(monaco.editor.EditorOption.ariaLabel) !== label) {
        editor.updateOptions({ ariaLabel: label });
      }
    };
    this.#scope.add(editor.onDidChangeConfiguration(name));
    name();
  }

  /** The file went on while it was being compared. */
  show(onDisk: string): void {
    if (this.#original.getValue() !== onDisk) {
      this.#original.setValue(onDisk);
    }
  }

  focus(): void {
    this.#difference.editor.getModifiedEditor().focus();
  }

  get hasFocus(): boolean {
    return this.#difference.editor.getModifiedEditor().hasTextFocus();
  }

  dispose(): void {
    this.#scope.dispose();
  }
}

function newDifference(): Difference {
  const room = element("div", "editor-host");
  const editor = monaco.editor.createDiffEditor(room, {
    ...editorOptions(),
    originalEditable: false,
    renderMarginRevertIcon: true,
    useInlineViewWhenSpaceIsLimited: true,
    renderSideBySideInlineBreakpoint: narrow,
  });
  return { room, editor };
}
