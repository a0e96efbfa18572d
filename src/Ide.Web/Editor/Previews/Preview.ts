import type { Disposable } from "../../Workbench/Disposable";
import type { SandboxApi } from "../../Workbench/SandboxApi";
import type { PreviewKind } from "../FileKinds";

/** What a preview is made from: a file of the sandbox, and its unsaved text where it is open as text. */
export interface PreviewSource {
  readonly path: string;
  readonly api: SandboxApi;
  /** As it is in the editor now; undefined when the file is not open as text. */
  readonly text: () => string | undefined;
  /** The text was edited, or the file was written. */
  readonly onChange: (listener: () => void) => Disposable;
  readonly openFile: (path: string) => void;
}

/** How a file looks. It fills itself in by and by, follows its source by itself, and shows its own failures. */
export interface Preview extends Disposable {
  readonly root: HTMLElement;
  /** What takes the keyboard. */
  focus(): void;
}

/** Each kind with all that it needs is loaded when the first of it is shown. */
export async function makePreview(kind: PreviewKind, source: PreviewSource): Promise<Preview> {
  switch (kind) {
    case "image":
      return (await import("./ImagePreview")).imagePreview(source);
    case "media":
      return (await import("./MediaPreview")).mediaPreview(source);
    case "pdf":
      return (await import("./PdfPreview")).pdfPreview(source);
    case "markdown":
      return (await import("./MarkdownPreview")).markdownPreview(source);
    case "table":
      return (await import("./TablePreview")).tablePreview(source);
    case "json":
      return (await import("./JsonPreview")).jsonPreview(source);
    case "notebook":
      return (await import("./NotebookPreview")).notebookPreview(source);
  }
}
