import { GlobalWorkerOptions, getDocument, type PDFDocumentProxy } from "pdfjs-dist";
import { counted } from "../../Ui/Counted";
import { element, iconButton } from "../../Ui/Elements";
import { DisposableStore } from "../../Workbench/Disposable";
import { rawRoute } from "../FileStore";
import { livePreview } from "./LivePreview";
import { PdfPage } from "./PdfPage";
import type { Preview, PreviewSource } from "./Preview";

const step = 1.2;
const most = 6;

/** Pages of a document that get a place; each costs a little even while it is not drawn. */
const mostPages = 5000;

/**
 * A PDF as pictures of its pages, with their text to select and to be read out. No link, form, script or attachment of it
 * is given life. It is read in parts, as its pages are looked at.
 */
export function pdfPreview(source: PreviewSource): Preview {
  const scope = new DisposableStore();
  let document: PDFDocumentProxy | undefined;
  let pages: readonly PdfPage[] = [];
  let zoom = 1;
  const caption = element("span", "preview-caption");
  const list = element("div", "pdf-pages");
  list.tabIndex = 0;
  const size = (): void => pages.forEach((page) => page.size((list.clientWidth - 32) * zoom));
  const magnify = (by: number | undefined): void => {
    zoom = by === undefined ? 1 : Math.min(most, Math.max(1 / most, zoom * by));
    size();
  };
  const tools = element(
    "div",
    "preview-tools",
    caption,
    iconButton("zoom-out", "Smaller (-)", () => magnify(1 / step)),
    iconButton("zoom-in", "Larger (+)", () => magnify(step)),
    iconButton("maximize-2", "Fit to the width (0)", () => magnify(undefined)),
  );
  const near = new IntersectionObserver((entries) => entries.forEach(({ target, isIntersecting }) => pages.find(({ root }) => root === target)?.near(isIntersecting)), {
    root: list,
    rootMargin: "100% 0px",
  });
  const resizing = new ResizeObserver(size);
  const release = (): void => {
    near.disconnect();
    pages.forEach((page) => page.dispose());
    pages = [];
    void document?.destroy();
    document = undefined;
  };
  scope.defer(release);
  scope.defer(() => resizing.disconnect());
  const preview = livePreview(
    source,
    "preview-pdf",
    async (host) => {
      const opened = await openDocument(source);
      release();
      document = opened;
      const first = await opened.getPage(1);
      const { width, height } = first.getViewport({ scale: 1 });
      const count = Math.min(opened.numPages, mostPages);
      // All get the size of the first until they are looked at: asking each for its own would read the whole file.
      pages = Array.from({ length: count }, (_, index) => new PdfPage(opened, index + 1, width, height));
      caption.textContent = counted(opened.numPages, "page");
      list.replaceChildren(...pages.map(({ root }) => root));
      if (!list.isConnected) {
        host.replaceChildren(tools, list);
        resizing.observe(list);
      }

      size();
      pages.forEach(({ root }) => near.observe(root));
    },
    scope,
  );
  scope.listen<KeyboardEvent>(preview.root, "keydown", (event) => {
    const by: Readonly<Record<string, number | undefined>> = { "+": step, "=": step, "-": 1 / step, "0": undefined };
    if (event.key in by && !event.ctrlKey && !event.altKey && !event.metaKey) {
      event.preventDefault();
      magnify(by[event.key]);
    }
  });
  return { ...preview, focus: () => (list.isConnected ? list : preview.root).focus() };
}

async function openDocument({ api, path }: PreviewSource): Promise<PDFDocumentProxy> {
  GlobalWorkerOptions.workerPort ??= new Worker("/Editor/Previews/Pdf.worker.js", { type: "module", name: "pdf" });
  const task = getDocument({
    url: new URL(api.url(rawRoute, { path }), location.href).href,
    disableAutoFetch: true,
    disableStream: true,
    enableXfa: false,
    isEvalSupported: false,
    useSystemFonts: true,
    useWasm: false,
  });
  try {
    return await task.promise;
  } catch (error) {
    throw new Error(error instanceof Error && error.name === "PasswordException" ? "It is protected by a password." : "It is damaged, or no PDF.");
  }
}
