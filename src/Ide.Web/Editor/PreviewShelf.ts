import { element, textButton } from "../Ui/Elements";
import { shownNameOf } from "../Ui/FileNames";
import type { DisposableStore } from "../Workbench/Disposable";
import { Emitter } from "../Workbench/Emitter";
import type { SandboxApi } from "../Workbench/SandboxApi";
import { previewKind } from "./FileKinds";
import { messageView } from "./FileView";
import type { OpenFiles } from "./OpenFiles";
import { makePreview, type Preview } from "./Previews/Preview";

export interface ShelfHome {
  readonly files: OpenFiles;
  readonly api: SandboxApi;
  readonly open: (path: string) => void;
}

/** The previews of a group's tabs. One is in front; the others keep where one was in them, until their tabs close. */
export class PreviewShelf {
  readonly root = element("div", "editor-preview");
  readonly #made = new Map<string, { readonly host: HTMLElement; preview: Preview | undefined; closed: boolean }>();
  readonly #changes = new Emitter<string>();
  #front: string | undefined;
  /** Its preview was to have the keyboard and was not there yet. */
  #awaited: string | undefined;

  constructor(
    private readonly home: ShelfHome,
    scope: DisposableStore,
  ) {
    scope.add(home.files.onDisk((path) => this.#changes.emit(path)));
    scope.defer(() => this.keep([]));
  }

  /** Lets go of what belongs to other files than these. */
  keep(paths: readonly string[]): void {
    for (const [path, made] of this.#made) {
      if (!paths.includes(path)) {
        made.closed = true;
        made.preview?.dispose();
        made.host.remove();
        this.#made.delete(path);
      }
    }
  }

  show(path: string | undefined): void {
    this.#front = path;
    this.root.hidden = path === undefined;
    if (path !== undefined && !this.#made.has(path)) {
      void this.#make(path);
    }

    for (const [other, { host }] of this.#made) {
      host.hidden = other !== path;
    }
  }

  /** @returns False: there is nothing yet that could have the keyboard. */
  focus(): boolean {
    const preview = this.#made.get(this.#front ?? "")?.preview;
    preview?.focus();
    this.#awaited = preview ? undefined : this.#front;
    return preview !== undefined;
  }

  async #make(path: string): Promise<void> {
    const kind = previewKind(path);
    const host = element("div", "preview-host", element("div", "skeleton editor-skeleton"));
    const made: { readonly host: HTMLElement; preview: Preview | undefined; closed: boolean } = { host, preview: undefined, closed: false };
    this.#made.set(path, made);
    this.root.append(host);
    try {
      const preview = kind && (await makePreview(kind, this.#sourceOf(path)));
      if (made.closed) {
        preview?.dispose();
      } else if (preview) {
        made.preview = preview;
        host.replaceChildren(preview.root);
        // Whoever was let wait at its tab gets there; who has gone elsewhere meanwhile stays.
        if (this.#awaited === path && this.#front === path && document.activeElement?.closest(".tab.active")) {
          preview.focus();
        }
      }
    } catch {
      const retry = textButton("Try again", "", () => {
        this.keep([...this.#made.keys()].filter((other) => other !== path));
        this.show(path);
      });
      host.replaceChildren(messageView(`The preview of ${shownNameOf(path)} could not be loaded`, "The server cannot be reached.", retry));
    }
  }

  #sourceOf(path: string) {
    const { files, api, open } = this.home;
    const text = (): string | undefined => files.text(path)?.buffer.text;
    const onChange = (listener: () => void) => {
      const disk = this.#changes.on((changed) => changed === path && listener());
      const edits = files.text(path)?.buffer.onChange(listener);
      return {
        dispose: () => {
          disk.dispose();
          edits?.dispose();
        },
      };
    };
    return { path, api, text, onChange, openFile: open };
  }
}
