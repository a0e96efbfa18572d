import type { Disposable } from "./Disposable";
import { Emitter } from "./Emitter";

/** The file in front in the editor, as it is at the moment of asking: saved or not. */
export interface EditorFile {
  readonly path: string;
  /** As the editor calls it: "python", "javascript", "typescript", "shell", "plaintext", … */
  readonly language: string;
  readonly text: string;
  readonly selection: EditorSelection;
  /** Of the cursor; from 1. */
  readonly line: number;
  readonly column: number;
}

/** What is selected. Nothing is when the text is empty; then both lines are the cursor's. */
export interface EditorSelection {
  readonly text: string;
  readonly startLine: number;
  readonly endLine: number;
}

/** What other panes may ask of the editor. */
export interface Editors {
  /** Undefined when no text is in front: no file, or a picture. */
  readonly active: EditorFile | undefined;
  /** Of what is in front, whether its text is shown or not. */
  readonly path: string | undefined;
  /** What is active once the text of what is in front, opened a moment ago, has come. */
  arrived(): Promise<EditorFile | undefined>;
  /** Brings a file to the front, and the cursor to a place in it; lines and columns count from 1. */
  openAt(path: string, line?: number, column?: number): Promise<void>;
  /** @returns Whether all that was typed into the file up to now is on disk; true when it is not open. */
  save(path: string): Promise<boolean>;
  /** Whether something typed into the file here is not on disk yet. */
  isUnsaved(path: string): boolean;
  /** Moves the cursor of the file in front, as after running a cell. */
  moveTo(line: number, column?: number): void;
}

/** Where the editor of the page sits down: it may mount later than those who ask, and leave before them. */
export class EditorSeat {
  readonly #moves = new Emitter<void>();
  #editors: Editors | undefined;

  /** The file in front, its cursor, its selection or its language is another. Not told for what is typed. */
  readonly onMove = (listener: () => void): Disposable => this.#moves.on(listener);

  take(editors: Editors): Disposable {
    this.#editors = editors;
    this.moved();
    return {
      dispose: () => {
        if (this.#editors === editors) {
          this.#editors = undefined;
          this.moved();
        }
      },
    };
  }

  /** The editor tells with it that something is different. */
  moved(): void {
    this.#moves.emit();
  }

  get active(): EditorFile | undefined {
    return this.#editors?.active;
  }

  get path(): string | undefined {
    return this.#editors?.path;
  }

  async arrived(): Promise<EditorFile | undefined> {
    return this.#editors?.arrived();
  }

  async openAt(path: string, line?: number, column?: number): Promise<void> {
    await this.#editors?.openAt(path, line, column);
  }

  async save(path: string): Promise<boolean> {
    return (await this.#editors?.save(path)) ?? true;
  }

  isUnsaved(path: string): boolean {
    return this.#editors?.isUnsaved(path) ?? false;
  }

  moveTo(line: number, column?: number): void {
    this.#editors?.moveTo(line, column);
  }
}
