import { ask, type Choice } from "../Ui/ConfirmDialog";
import { element, iconButton } from "../Ui/Elements";
import { handOn } from "../Ui/HandOn";
import { shownText } from "../Ui/ShownText";
import { toast } from "../Ui/Toasts";
import type { DisposableStore } from "../Workbench/Disposable";
import { type ClashAnswer, Upload, type UploadItem, type UploadTransport } from "./Upload";

/** Shows the uploads on their way below the tree, each with its progress and a button that ends it. */
export class UploadPanel {
  readonly #running = new Set<Upload>();

  constructor(
    private readonly host: HTMLElement,
    private readonly transport: UploadTransport,
    private readonly tree: HTMLElement,
    scope: DisposableStore,
  ) {
    scope.listen<BeforeUnloadEvent>(window, "beforeunload", (event) => {
      if (this.#running.size > 0) {
        event.preventDefault(); // the browser asks: leaving ends the uploads
      }
    });
    scope.defer(() => this.#running.forEach((upload) => upload.cancel()));
  }

  async start(folder: string, items: readonly UploadItem[]): Promise<void> {
    if (items.length === 0) {
      return;
    }

    const bar = element("progress");
    const text = element("span", "upload-text");
    const line = element("div", "upload", element("div", "upload-line", text, iconButton("x", "Cancel the upload", () => upload.cancel())), bar);
    let scheduled = false;
    const upload = new Upload(folder, items, this.transport, askAbout, () => {
      if (!scheduled) {
        scheduled = true;
        requestAnimationFrame(() => {
          scheduled = false;
          show(upload, text, bar);
        });
      }
    });
    bar.setAttribute("aria-label", "Upload");
    show(upload, text, bar);
    this.host.append(line);
    this.#running.add(upload);
    this.host.hidden = false;
    await upload.run();
    const others = [...this.host.querySelectorAll("button")].filter((button) => !line.contains(button));
    handOn(line, [...others, this.tree]);
    line.remove();
    this.#running.delete(upload);
    this.host.hidden = this.#running.size === 0;
    tellEnd(upload);
  }
}

function show(upload: Upload, text: HTMLElement, bar: HTMLProgressElement): void {
  const files = upload.totalFiles === 1 ? shownText(upload.current) : `${upload.doneFiles} of ${upload.totalFiles} files`;
  text.textContent = `Uploading ${files}, ${sizeOf(upload.sentBytes)} of ${sizeOf(upload.totalBytes)}`;
  text.title = shownText(upload.current);
  bar.max = Math.max(1, upload.totalBytes);
  bar.value = upload.sentBytes;
}

function tellEnd({ doneFiles, totalFiles, skipped, failures, isCancelled, current }: Upload): void {
  const done =
    doneFiles === 0 ? "Nothing was uploaded."
    : totalFiles === 1 ? `${shownText(current)} was uploaded.`
    : `${doneFiles} of ${totalFiles} files were uploaded.`;
  if (failures.length > 0) {
    const shown = failures.slice(0, 3).map(shownText).join(" ");
    toast("error", `${failures.length === 1 ? "This was" : `${failures.length} were`} not uploaded. ${shown}${failures.length > 3 ? " …" : ""}`);
  } else if (isCancelled) {
    toast("info", `The upload was cancelled. ${done}`);
  } else {
    toast("success", skipped > 0 ? `${done} ${skipped === 1 ? "1 was" : `${skipped} were`} skipped.` : done);
  }
}

async function askAbout(name: string, isOnly: boolean): Promise<ClashAnswer> {
  const forAll = element("input", "");
  forAll.type = "checkbox";
  const choices: Choice<ClashAnswer["choice"]>[] = [
    { label: "Replace", value: "replace", look: "danger" },
    { label: "Keep both", value: "keep-both", look: "primary" },
  ];
  const choice = await ask<ClashAnswer["choice"]>(
    `${shownText(name)} is already there`,
    "Nothing has been written over. Replace it, keep both under two names, or leave this one out?",
    // Of one alone, to leave it out is to cancel.
    isOnly ? choices : [{ label: "Skip", value: "skip" }, ...choices],
    isOnly ? undefined : element("label", "field-hint", forAll, " Do the same with all that follow"),
  );
  // Who backs out wants no more such questions.
  return choice === undefined ? { choice: "skip", forAll: true } : { choice, forAll: forAll.checked };
}

/** For people: 1.4 MB. */
export function sizeOf(bytes: number): string {
  const units = ["bytes", "KB", "MB", "GB", "TB"];
  const unit = Math.min(units.length - 1, Math.max(0, Math.floor(Math.log10(Math.max(1, bytes)) / 3)));
  return `${(bytes / 1000 ** unit).toFixed(unit === 0 ? 0 : 1)} ${units[unit]}`;
}
