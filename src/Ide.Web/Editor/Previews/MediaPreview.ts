import { element } from "../../Ui/Elements";
import { shownNameOf } from "../../Ui/FileNames";
import { DisposableStore } from "../../Workbench/Disposable";
import { mediaType } from "../FileKinds";
import { blobAddress, sizeText } from "./FileBytes";
import { livePreview } from "./LivePreview";
import type { Preview, PreviewSource } from "./Preview";

/** A recording, with the browser's own controls. */
export function mediaPreview(source: PreviewSource): Preview {
  const scope = new DisposableStore();
  const player = element(mediaType(source.path)?.startsWith("audio/") ? "audio" : "video", "media-player");
  player.controls = true;
  player.setAttribute("aria-label", shownNameOf(source.path));
  const caption = element("span", "preview-caption");
  scope.defer(() => {
    player.pause();
    URL.revokeObjectURL(player.src);
  });
  return livePreview(
    source,
    "preview-media",
    async (host) => {
      const { url, size } = await blobAddress(source.api, source.path);
      URL.revokeObjectURL(player.src);
      player.src = url;
      caption.textContent = sizeText(size);
      host.replaceChildren(player, caption);
    },
    scope,
  );
}
