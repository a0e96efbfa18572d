import type { Disposable } from "../../Workbench/Disposable";
import { chartView } from "../Charts/ChartView";
import { TableView } from "../Tables/TableView";
import { FrameView } from "./FrameView";
import { htmlView } from "./HtmlView";
import { imageView } from "./ImageView";
import { jsonTree } from "./JsonTree";
import { mediaView, pdfView } from "./MediaView";
import type { Representation } from "./Representation";
import { formulaView, markdownView, textView } from "./TextView";

/** A result in one of its ways. What it holds on to is let go with it. */
export class RepresentationView implements Disposable {
  readonly root: HTMLElement;
  #frame: FrameView | undefined;

  /** @param text The result as plain text, for who cannot see it. */
  constructor(shown: Representation, text: string | undefined) {
    this.root = this.#view(shown, text);
  }

  dispose(): void {
    this.#frame?.dispose();
    this.#frame = undefined;
    this.root.remove();
  }

  #view(shown: Representation, text: string | undefined): HTMLElement {
    switch (shown.kind) {
      case "plotly":
        return this.#inFrame(new FrameView({ kind: "plotly", figure: shown.figure }, "Interactive chart"));
      case "vega":
        return this.#inFrame(new FrameView({ kind: "vega", spec: shown.spec, mode: shown.mode }, "Interactive chart"));
      case "active-html":
        return this.#inFrame(new FrameView({ kind: "html", html: shown.html }, "Interactive output"));
      case "html":
        return htmlView(shown.html);
      case "table":
        return new TableView(shown.table, shown.label).root;
      case "chart":
        return chartView(shown.chart);
      case "image":
        return imageView(shown.mime, shown.source, text ?? "Picture");
      case "audio":
      case "video":
        return mediaView(shown.kind, shown.mime, shown.base64);
      case "pdf":
        return pdfView(shown.base64);
      case "json":
        return jsonTree(shown.value);
      case "markdown":
        return markdownView(shown.text);
      case "latex":
        return formulaView(shown.text);
      case "source":
      case "text":
        return textView(shown.text);
    }
  }

  #inFrame(frame: FrameView): HTMLElement {
    this.#frame = frame;
    return frame.root;
  }
}
