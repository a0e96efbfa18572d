import { element, iconButton } from "../../Ui/Elements";
import { shownNameOf } from "../../Ui/FileNames";
import { DisposableStore } from "../../Workbench/Disposable";
import { blobAddress, sizeText } from "./FileBytes";
import { livePreview } from "./LivePreview";
import type { Preview, PreviewSource } from "./Preview";

const least = 0.05;
const most = 32;
const step = 1.25;

/** A picture: fitted into its room at first, then as large as one wants. Ctrl and the wheel, + and - zoom; 0 fits it again. */
export function imagePreview(source: PreviewSource): Preview {
  const scope = new DisposableStore();
  const image = element("img", "image-picture");
  image.alt = shownNameOf(source.path);
  image.draggable = false;
  const caption = element("span", "preview-caption");
  const room = element("div", "image-room", image);
  let scale: number | undefined;
  const zoom = (by: number | undefined): void => {
    scale = by === undefined ? undefined : Math.min(most, Math.max(least, (scale ?? shownScale(image)) * by));
    room.classList.toggle("zoomed", scale !== undefined);
    image.style.width = scale === undefined ? "" : `${Math.round(image.naturalWidth * scale)}px`;
    image.classList.toggle("pixels", (scale ?? 1) >= 4);
  };
  const tools = element(
    "div",
    "preview-tools",
    caption,
    iconButton("zoom-out", "Smaller (-)", () => zoom(1 / step)),
    iconButton("zoom-in", "Larger (+)", () => zoom(step)),
    iconButton("maximize-2", "Fit into the room (0)", () => zoom(undefined)),
  );
  const { root, focus, dispose } = livePreview(
    source,
    "preview-image",
    async (host) => {
      const { url, size } = await addressOf(source);
      const before = image.src;
      image.src = url;
      await image.decode().catch(() => Promise.reject(new Error("The browser cannot read it as a picture.")));
      URL.revokeObjectURL(before);
      caption.textContent = `${image.naturalWidth} × ${image.naturalHeight} · ${sizeText(size)}`;
      if (!room.isConnected) {
        host.replaceChildren(tools, room);
      }
    },
    scope,
  );
  scope.defer(() => URL.revokeObjectURL(image.src));
  scope.listen<WheelEvent>(room, "wheel", (event) => {
    if (event.ctrlKey || event.metaKey) {
      event.preventDefault();
      zoom(event.deltaY < 0 ? step : 1 / step);
    }
  });
  scope.listen<KeyboardEvent>(root, "keydown", (event) => {
    const by: Readonly<Record<string, number | undefined>> = { "+": step, "=": step, "-": 1 / step, "0": undefined };
    if (event.key in by && !event.ctrlKey && !event.altKey && !event.metaKey) {
      event.preventDefault();
      zoom(by[event.key]);
    }
  });
  return { root, focus, dispose };
}

function shownScale(image: HTMLImageElement): number {
  return image.naturalWidth === 0 ? 1 : image.clientWidth / image.naturalWidth;
}

/** An SVG is shown as it is being edited. */
async function addressOf({ api, path, text }: PreviewSource): Promise<{ readonly url: string; readonly size: number }> {
  const edited = text();
  if (edited === undefined) {
    return blobAddress(api, path);
  }

  const blob = new Blob([edited], { type: "image/svg+xml" });
  return { url: URL.createObjectURL(blob), size: blob.size };
}
