import { toast } from "../Ui/Toasts";
import { DisposableStore } from "../Workbench/Disposable";
import { Emitter } from "../Workbench/Emitter";
import { sentenceOf } from "../Workbench/SandboxApi";
import type { Draft, DraftStore } from "./DraftStore";
import { isPreviewOnly } from "./FileKinds";
import type { FileRead, FileStore } from "./FileStore";
import { modelFor } from "./Models";
import { ModelBuffer } from "./ModelBuffer";
import type { monaco } from "./Monaco";
import { OpenFile } from "./OpenFile";

/** What is behind a path that is open, in however many groups. */
export type Content =
  | { readonly kind: "loading" }
  | { readonly kind: "text"; readonly file: OpenFile; readonly model: monaco.editor.ITextModel; readonly scope: DisposableStore }
  /** Nothing to edit: a picture, a recording, a PDF. Its preview reads it. */
  | { readonly kind: "preview" }
  /** Too large, or no text. */
  | { readonly kind: "refused"; readonly reason: string }
  | { readonly kind: "missing" }
  | { readonly kind: "failed"; readonly reason: string };

/** The files that are open, each once: two groups that show one share its model, and what is unsaved in it. */
export class OpenFiles {
  readonly #open = new Map<string, Content>();
  /** How each of them came, or is coming. */
  readonly #loads = new Map<string, Promise<void>>();
  readonly #changes = new Emitter<string>();
  readonly #reads = new Emitter<string>();

  constructor(
    private readonly files: FileStore,
    private readonly drafts: DraftStore,
    private readonly opened: () => void,
  ) {}

  /** Something that is shown about a file is different; not told for each keystroke. */
  readonly onChange = (listener: (path: string) => void) => this.#changes.on(listener);

  /** The file was written by somebody or something: what shows it without its text reads it again. */
  readonly onDisk = (listener: (path: string) => void) => this.#reads.on(listener);

  get(path: string): Content {
    return this.#open.get(path) ?? { kind: "loading" };
  }

  text(path: string | undefined): OpenFile | undefined {
    const content = path === undefined ? undefined : this.#open.get(path);
    return content?.kind === "text" ? content.file : undefined;
  }

  get texts(): readonly OpenFile[] {
    return [...this.#open.values()].flatMap((content) => (content.kind === "text" ? [content.file] : []));
  }

  /** Everything that was never saved, by path. */
  unsaved(): Promise<readonly string[]> {
    return this.drafts.paths().catch(() => []);
  }

  /** Opens a file, unless it is open; resolves when its content is there. */
  async load(path: string): Promise<void> {
    if (!this.#loads.has(path)) {
      this.#loads.set(path, this.#load(path));
    }

    await this.arrived(path);
  }

  /** Resolves when nothing of a file is on its way any more; of one that is not open nothing is. */
  async arrived(path: string | undefined): Promise<void> {
    await (path === undefined ? undefined : this.#loads.get(path));
  }

  async #load(path: string): Promise<void> {
    const loading: Content = { kind: "loading" };
    this.#enter(path, isPreviewOnly(path) ? { kind: "preview" } : loading);
    if (this.#open.get(path) !== loading) {
      return;
    }

    const content = await this.#read(path);
    // It may have been closed, or closed and opened again, while it was on its way.
    if (this.#open.get(path) === loading) {
      this.#enter(path, content());
    }
  }

  /** Reads again what could not be read. */
  async retry(path: string): Promise<void> {
    this.forget(path);
    await this.load(path);
  }

  forget(path: string): void {
    const content = this.#open.get(path);
    this.#open.delete(path);
    this.#loads.delete(path);
    if (content?.kind === "text") {
      content.scope.dispose();
    }
  }

  /** Files were changed by somebody or something; a folder stands for all below it. */
  diskChanged(changed: (path: string) => boolean): void {
    for (const [path, content] of this.#open) {
      if (!changed(path)) {
        continue;
      }

      if (content.kind === "text") {
        content.file.diskChanged().catch(() => {});
      } else if (content.kind !== "loading" && content.kind !== "preview") {
        void this.retry(path);
      }

      this.#reads.emit(path);
    }
  }

  /** What is unsaved goes along to the file's new name. */
  async rename(path: string, to: string): Promise<void> {
    const file = this.text(path);
    if (file?.isEdited) {
      await this.drafts.put(to, { text: file.buffer.text, base: file.base });
    }

    await file?.discard();
    this.forget(path);
  }

  async flush(): Promise<void> {
    await Promise.all(this.texts.map((file) => file.flush()));
  }

  dispose(): void {
    [...this.#open.keys()].forEach((path) => this.forget(path));
  }

  /** @returns What makes the content: a model must not come to be for a file that was closed meanwhile. */
  async #read(path: string): Promise<() => Content> {
    try {
      const [disk, draft] = await Promise.all([this.files.read(path), this.drafts.get(path).catch(() => undefined)]);
      return () => this.#contentOf(path, disk, draft);
    } catch (error) {
      return () => ({ kind: "failed", reason: sentenceOf(error) });
    }
  }

  #contentOf(path: string, disk: FileRead, draft: Draft | undefined): Content {
    if (disk.kind === "text" || draft) {
      return this.#textOf(path, disk, draft);
    }

    return disk.kind === "refused" ? { kind: "refused", reason: disk.reason } : { kind: "missing" };
  }

  #textOf(path: string, disk: FileRead, draft: Draft | undefined): Content {
    const scope = new DisposableStore();
    const model = modelFor(path, disk.kind === "text" ? disk.text : "");
    const base = disk.kind === "text" ? disk.etag : undefined;
    const failed = (error: unknown): void => toast("error", `Unsaved text cannot be kept in this browser. ${sentenceOf(error)}`);
    const file = scope.add(new OpenFile(path, new ModelBuffer(model), base, this.files, this.drafts, failed));
    scope.add(file.onChange(() => this.#changes.emit(path)));
    if (draft) {
      file.restore(draft.text, draft.base, disk);
    }

    // As one sees it: with what was typed and not saved.
    this.opened();
    return { kind: "text", file, model, scope };
  }

  #enter(path: string, content: Content): void {
    this.#open.set(path, content);
    this.#changes.emit(path);
  }
}
