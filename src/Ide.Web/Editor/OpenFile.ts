import type { Disposable } from "../Workbench/Disposable";
import { Emitter } from "../Workbench/Emitter";
import { type DraftStore, DraftWriter } from "./DraftStore";
import type { FileRead, FileStore } from "./FileStore";

/** The text that a person edits: a Monaco model in the page, a string in tests. */
export interface TextBuffer extends Disposable {
  readonly text: string;
  /** Equal again when all that was done since has been undone. */
  readonly version: number;
  /** Changes what differs and nothing else, so that cursors stay where they are. */
  replace(text: string): void;
  onChange(listener: () => void): Disposable;
}

/** How a file differs on disk from what its unsaved text was made from. */
export type Conflict =
  | { readonly kind: "changed"; readonly text: string; readonly etag: string }
  | { readonly kind: "unreadable"; readonly reason: string; readonly etag: string }
  | { readonly kind: "deleted" };

/**
 * One text file that is open. Promises two things: a save never writes over what somebody else wrote in between unless
 * told to, and unsaved text is in the browser's storage a moment after it was typed.
 */
export class OpenFile implements Disposable {
  readonly #drafts: DraftWriter;
  readonly #changes = new Emitter<void>();
  readonly #subscription: Disposable;
  #base: string | undefined;
  #savedVersion: number;
  #conflict: Conflict | undefined;
  #saving: Promise<boolean> | undefined;
  #deleted = false;
  #wasDirty = false;
  /** It was closed: what the disk answers from now on is nobody's, and there is no text any more. */
  #isOver = false;

  /** @param base The version on disk that the buffer's text is; undefined when there is no such file yet. */
  constructor(
    readonly path: string,
    readonly buffer: TextBuffer,
    base: string | undefined,
    private readonly files: FileStore,
    drafts: DraftStore,
    failed: (error: unknown) => void,
  ) {
    this.#base = base;
    this.#savedVersion = buffer.version;
    this.#drafts = new DraftWriter(drafts, path, failed);
    this.#subscription = buffer.onChange(() => this.#edited());
  }

  /** Tells that what is shown about the file may have changed; not each keystroke. */
  readonly onChange = (listener: () => void): Disposable => this.#changes.on(listener);

  /** Something would be lost if it were closed now. */
  get isDirty(): boolean {
    return this.#deleted || this.isEdited;
  }

  /** Somebody typed here since it was read or saved. */
  get isEdited(): boolean {
    return this.buffer.version !== this.#savedVersion;
  }

  /** The version on disk that the text was made from. */
  get base(): string | undefined {
    return this.#base;
  }

  get conflict(): Conflict | undefined {
    return this.#conflict;
  }

  /** Brings back unsaved text from an earlier page. When the file went on meanwhile, both are there to choose from. */
  restore(text: string, base: string | undefined, disk: FileRead): void {
    if (text === this.buffer.text && disk.kind === "text") {
      this.#keepDraft();
      return;
    }

    this.buffer.replace(text);
    if (disk.kind === "missing") {
      this.#diskGone();
    } else if (disk.kind === "text" && disk.etag !== base) {
      this.#set({ kind: "changed", text: disk.text, etag: disk.etag });
    } else if (disk.kind === "refused") {
      this.#set({ kind: "unreadable", reason: disk.reason, etag: disk.etag });
    }

    this.#edited();
  }

  /**
   * Saves, unless there is a conflict to be decided first.
   * @returns Whether the text as it was at the call is on disk.
   */
  async save(): Promise<boolean> {
    if (this.#saving) {
      // What is being written may be older than what has been typed since.
      await this.#saving.catch(() => false);
    }

    return this.isDirty ? this.#saveOnce(this.#base) : true;
  }

  /** Writes over what is on disk: over what the person has been shown of it, not over what came after that. */
  overwrite(): Promise<boolean> {
    const shown = this.#conflict;
    this.#set(undefined);
    return this.#saveOnce(shown && shown.kind !== "deleted" ? shown.etag : this.#base);
  }

  /** Takes what is on disk and lets go of the unsaved text. */
  reload(): void {
    if (this.#conflict?.kind === "changed") {
      this.#take(this.#conflict.text, this.#conflict.etag);
    }
  }

  /** Somebody or some program may have changed the file. */
  async diskChanged(): Promise<void> {
    await this.#saving?.catch(() => false);
    const disk = await this.files.read(this.path, this.#base);
    if (this.#isOver) {
      return;
    }

    switch (disk.kind) {
      case "unchanged":
        this.#deleted = false;
        break;
      case "missing":
        this.#diskGone();
        break;
      case "text":
        this.#diskText(disk.text, disk.etag);
        break;
      case "refused":
        this.#set({ kind: "unreadable", reason: disk.reason, etag: disk.etag });
        break;
    }

    this.#tell();
  }

  /** Keeps unsaved text now; called before the page goes. */
  flush(): Promise<void> {
    return this.#drafts.flush();
  }

  /** Forgets the unsaved text; the person has said so. */
  discard(): Promise<void> {
    this.#drafts.schedule(() => undefined);
    return this.#drafts.flush();
  }

  dispose(): void {
    this.#isOver = true;
    void this.#drafts.flush();
    this.#subscription.dispose();
    this.buffer.dispose();
  }

  #saveOnce(base: string | undefined): Promise<boolean> {
    this.#saving = this.#save(base).finally(() => (this.#saving = undefined));
    return this.#saving;
  }

  async #save(base: string | undefined): Promise<boolean> {
    if (this.#conflict) {
      return false;
    }

    const { version, text } = this.buffer;
    const written = await this.files.write(this.path, text, base);
    if (this.#isOver) {
      return written.kind !== "conflict";
    }

    if (written.kind === "conflict") {
      await this.#explainConflict();
      return !this.#isOver && !this.isDirty;
    }

    this.#base = written.etag;
    this.#savedVersion = version;
    this.#deleted = false;
    this.#keepDraft();
    this.#tell();
    return true;
  }

  async #explainConflict(): Promise<void> {
    const disk = await this.files.read(this.path);
    if (this.#isOver) {
      return;
    }

    switch (disk.kind) {
      case "text":
        // The same text by another hand is no conflict, nor is an answer of ours that was lost on its way.
        disk.text === this.buffer.text ? this.#take(disk.text, disk.etag) : this.#set({ kind: "changed", text: disk.text, etag: disk.etag });
        break;
      case "refused":
        this.#set({ kind: "unreadable", reason: disk.reason, etag: disk.etag });
        break;
      default:
        this.#diskGone();
    }
  }

  #diskText(text: string, etag: string): void {
    this.#deleted = false;
    if (!this.isDirty || text === this.buffer.text) {
      this.#take(text, etag);
    } else {
      this.#set({ kind: "changed", text, etag });
    }
  }

  /** What is open stays open, as unsaved text of a file that is not there. */
  #diskGone(): void {
    this.#deleted = true;
    this.#base = undefined;
    this.#set({ kind: "deleted" });
    this.#keepDraft();
  }

  #take(text: string, etag: string): void {
    this.#base = etag;
    this.#deleted = false;
    this.buffer.replace(text);
    this.#savedVersion = this.buffer.version;
    this.#set(undefined);
    this.#keepDraft();
  }

  #set(conflict: Conflict | undefined): void {
    this.#conflict = conflict;
    this.#tell();
  }

  #edited(): void {
    this.#keepDraft();
    if (this.isDirty !== this.#wasDirty) {
      this.#tell();
    }
  }

  #tell(): void {
    this.#wasDirty = this.isDirty;
    this.#changes.emit();
  }

  #keepDraft(): void {
    this.#drafts.schedule(() => (this.isDirty ? { text: this.buffer.text, base: this.#base } : undefined));
  }
}
