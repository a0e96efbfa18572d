import { element } from "../Ui/Elements";

/** Milliseconds that a browser has to begin reading what it saves. */
const grace = 60_000;

/** Lets the browser save bytes of the page as a file. */
export function saveAs(name: string, type: string, content: BlobPart): void {
  const url = URL.createObjectURL(new Blob([content], { type }));
  const link = element("a");
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), grace);
}

/** A name that any file system takes. */
export function fileNameOf(text: string): string {
  const name = text.replace(/[^\p{L}\p{N}._-]+/gu, "-").replace(/^[-.]+|-+$/g, "").slice(0, 60);
  return name === "" ? "output" : name;
}
