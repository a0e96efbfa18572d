import { element } from "../../Ui/Elements";
import { icon } from "../../Ui/Icons";
import { bytesOf } from "./ImageView";

/** Sound or moving pictures, with the browser's own controls. */
export function mediaView(kind: "audio" | "video", mime: string, base64: string): HTMLElement {
  const player = element(kind, `${kind}-result`);
  player.controls = true;
  player.preload = "metadata";
  const url = urlOf(mime, base64);
  if (url === undefined) {
    return broken();
  }

  player.src = url;
  player.addEventListener("error", () => player.replaceWith(broken()), { once: true });
  return player;
}

/** A document for another program. It is never opened in the page's own window: what is in it belongs to user code. */
export function pdfView(base64: string): HTMLElement {
  const url = urlOf("application/pdf", base64);
  if (url === undefined) {
    return broken();
  }

  const save = element("a", "button", icon("download"), "Download PDF");
  save.href = url;
  save.download = "result.pdf";
  const open = element("a", "button", icon("eye"), "Open PDF");
  open.href = url;
  open.target = "_blank";
  open.rel = "noopener noreferrer";
  return element("div", "pdf-result", open, save);
}

function urlOf(mime: string, base64: string): string | undefined {
  try {
    return URL.createObjectURL(new Blob([bytesOf(base64)], { type: mime }));
  } catch {
    return undefined;
  }
}

function broken(): HTMLElement {
  return element("div", "run-note", "This result cannot be shown: its data are damaged, or of a kind that the browser does not know.");
}
