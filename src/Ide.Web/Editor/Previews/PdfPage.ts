import { type PDFDocumentProxy, type RenderTask, TextLayer } from "pdfjs-dist";
import { element } from "../../Ui/Elements";
import type { Disposable } from "../../Workbench/Disposable";

/** Pixels that the canvas of one page may have; beyond, it is drawn coarser. */
const mostPixels = 16_000_000;

/** One page: an empty sheet of its size until it comes near, and again when it is gone far. */
export class PdfPage implements Disposable {
  readonly root = element("div", "pdf-page");
  #width = 0;
  #isNear = false;
  #drawnWidth = 0;
  #task: RenderTask | undefined;
  #generation = 0;

  constructor(
    private readonly document: PDFDocumentProxy,
    private readonly number: number,
    private pageWidth: number,
    private pageHeight: number,
  ) {
    this.root.setAttribute("role", "group");
    this.root.setAttribute("aria-label", `Page ${number}`);
  }

  /** @param width In CSS pixels. */
  size(width: number): void {
    this.#width = Math.max(50, Math.floor(width));
    this.#layOut();
    if (this.#isNear && this.#drawnWidth !== this.#width) {
      void this.#draw();
    }
  }

  near(isNear: boolean): void {
    this.#isNear = isNear;
    if (!isNear) {
      this.#clear();
    } else if (this.#drawnWidth !== this.#width) {
      void this.#draw();
    }
  }

  dispose(): void {
    this.#clear();
  }

  #layOut(): void {
    this.root.style.width = `${this.#width}px`;
    this.root.style.height = `${Math.round((this.#width * this.pageHeight) / this.pageWidth)}px`;
  }

  #clear(): void {
    this.#generation++;
    this.#task?.cancel();
    this.#task = undefined;
    this.#drawnWidth = 0;
    this.root.replaceChildren();
  }

  async #draw(): Promise<void> {
    const generation = ++this.#generation;
    const width = this.#width;
    this.#drawnWidth = width;
    this.#task?.cancel();
    try {
      const page = await this.document.getPage(this.number);
      const natural = page.getViewport({ scale: 1 });
      [this.pageWidth, this.pageHeight] = [natural.width, natural.height];
      this.#layOut();
      const viewport = page.getViewport({ scale: width / natural.width });
      const density = Math.min(devicePixelRatio, Math.sqrt(mostPixels / (viewport.width * viewport.height)));
      const canvas = element("canvas", "pdf-canvas");
      canvas.setAttribute("aria-hidden", "true");
      [canvas.width, canvas.height] = [Math.floor(viewport.width * density), Math.floor(viewport.height * density)];
      if (generation !== this.#generation) {
        return;
      }

      this.#task = page.render({ canvas, viewport, transform: [density, 0, 0, density, 0, 0] });
      await this.#task.promise;
      const text = element("div", "textLayer");
      text.style.setProperty("--total-scale-factor", String(viewport.scale));
      await new TextLayer({ textContentSource: page.streamTextContent(), container: text, viewport }).render();
      if (generation === this.#generation) {
        this.root.replaceChildren(canvas, text);
      }
    } catch (error) {
      if (generation === this.#generation && !(error instanceof Error && error.name === "RenderingCancelledException")) {
        this.root.replaceChildren(element("p", "pdf-wrong", `Page ${this.number} cannot be drawn.`));
      }
    }
  }
}
