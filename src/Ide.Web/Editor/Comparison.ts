import { element } from "../Ui/Elements";
import { type Disposable, DisposableStore } from "../Workbench/Disposable";
import { editorOptions, monaco } from "./Monaco";

/** Pixels of width below which the two stand in one column. */
const narrow = 560;

/** The file as it is on disk, and beside it the unsaved text: merged by hand, or by the arrows between the two. */
export class Comparison implements Disposable {
  readonly #scope = new DisposableStore();
  readonly #original: monaco.editor.ITextModel;
  readonly #difference: monaco.editor.IStandaloneDiffEditor;

  constructor(host: HTMLElement, onDisk: string, mine: monaco.editor.ITextModel, readOnly: boolean) {
    const titles = element("div", "comparison-titles", element("span", "", "− On disk (theirs)"), element("span", "", "+ Unsaved (mine)"));
    const room = element("div", "editor-host");
    const root = element("div", "comparison", titles, room);
    host.append(root);
    this.#scope.defer(() => root.remove());
    this.#original = this.#scope.add(monaco.editor.createModel(onDisk, mine.getLanguageId()));
    this.#difference = this.#scope.add(
      monaco.editor.createDiffEditor(room, {
        ...editorOptions(),
        readOnly,
        originalEditable: false,
        renderMarginRevertIcon: true,
        useInlineViewWhenSpaceIsLimited: true,
        renderSideBySideInlineBreakpoint: narrow,
      }),
    );
    this.#call(this.#difference.getOriginalEditor(), "What is on disk");
    this.#call(this.#difference.getModifiedEditor(), "Your unsaved text");
    this.#difference.setModel({ original: this.#original, modified: mine });
    this.#scope.defer(() => this.#difference.setModel(null));
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
    this.#difference.getModifiedEditor().focus();
  }

  get hasFocus(): boolean {
    return this.#difference.getModifiedEditor().hasTextFocus();
  }

  dispose(): void {
    this.#scope.dispose();
  }
}
