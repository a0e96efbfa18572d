import type { Disposable } from "../Workbench/Disposable";
import { minimalEdit } from "./MinimalEdit";
import { monaco } from "./Monaco";
import type { TextBuffer } from "./OpenFile";

/** A Monaco model as the text of an open file. */
export class ModelBuffer implements TextBuffer {
  constructor(readonly model: monaco.editor.ITextModel) {}

  get text(): string {
    return this.model.getValue();
  }

  get version(): number {
    return this.model.getAlternativeVersionId();
  }

  replace(text: string): void {
    // The model keeps one kind of line end; a file with mixed ones becomes what most of its lines are.
    const edit = minimalEdit(this.model.getValue(), text);
    if (edit) {
      const range = monaco.Range.fromPositions(this.model.getPositionAt(edit.start), this.model.getPositionAt(edit.end));
      this.model.pushStackElement();
      this.model.pushEditOperations([], [{ range, text: edit.text }], () => null);
      this.model.pushStackElement();
    }
  }

  onChange(listener: () => void): Disposable {
    return this.model.onDidChangeContent(listener);
  }

  dispose(): void {
    this.model.dispose();
  }
}
