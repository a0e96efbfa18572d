import { element } from "../../Ui/Elements";
import type { ImageSource } from "./Representation";

/** A picture as an image element, where scripts inside an SVG do not run. */
export function imageView(mime: string, source: ImageSource, description: string): HTMLElement {
  const image = element("img", "image-result");
  image.alt = description;
  image.decoding = "async";
  const url = URL.createObjectURL(new Blob([partOf(source)], { type: mime }));
  image.src = url;
  image.addEventListener("load", () => URL.revokeObjectURL(url), { once: true });
  image.addEventListener("error", () => image.replaceWith(element("div", "run-note", "This picture cannot be shown.")), {
    once: true,
  });
  return element("div", "image-frame", image);
}

export function bytesOf(base64: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(base64.replace(/\s/g, "")), (character) => character.charCodeAt(0));
}

function partOf(source: ImageSource): BlobPart {
  return "base64" in source ? bytesOf(source.base64) : source.text;
}
