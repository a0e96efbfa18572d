import { showMarkdown } from "../../Markdown/Markdown";
import { element } from "../../Ui/Elements";
import { folderOf } from "../../Ui/FileNames";
import { DisposableStore } from "../../Workbench/Disposable";
import { mediaType } from "../FileKinds";
import { blobAddress } from "./FileBytes";
import { livePreview } from "./LivePreview";
import type { Preview, PreviewSource } from "./Preview";

/** Most pictures that one text may show: each is fetched. */
const mostPictures = 200;

/** Markdown as it reads, made anew while it is being written. */
export function markdownPreview(source: PreviewSource): Preview {
  const scope = new DisposableStore();
  const pictures = new Pictures(source);
  scope.defer(() => pictures.dispose());
  const article = element("article", "markdown preview-page");
  return livePreview(
    source,
    "preview-markdown",
    async (host) => {
      await showMarkdown(article, source.text() ?? "", {
        folder: folderOf(source.path),
        openFile: source.openFile,
        picture: (path) => pictures.addressOf(path),
      });
      if (!article.isConnected) {
        host.replaceChildren(article);
      }
    },
    scope,
  );
}

/** The sandbox's pictures that a text shows. Each is fetched once, though the text is drawn again and again. */
export class Pictures {
  readonly #addresses = new Map<string, Promise<string | undefined>>();

  constructor(private readonly source: Pick<PreviewSource, "api">) {}

  addressOf(path: string): Promise<string | undefined> {
    const known = this.#addresses.get(path);
    if (known || this.#addresses.size >= mostPictures || !mediaType(path)?.startsWith("image/")) {
      return known ?? Promise.resolve(undefined);
    }

    const made = blobAddress(this.source.api, path).then(
      ({ url }) => url,
      () => undefined,
    );
    this.#addresses.set(path, made);
    return made;
  }

  dispose(): void {
    this.#addresses.forEach((address) => void address.then((url) => url !== undefined && URL.revokeObjectURL(url)));
    this.#addresses.clear();
  }
}
