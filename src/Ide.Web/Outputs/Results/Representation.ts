import type { ResultContent } from "../../Workbench/JournalEvents";
import type { Chart } from "../Charts/Chart";
import { chartOf } from "../Charts/ReadChart";
import { tableOfChart } from "../Charts/ChartTable";
import { type Table, tableOf } from "../Tables/Table";

/** A way in which a result can be shown. */
export type Representation =
  | { readonly kind: "plotly"; readonly figure: unknown }
  | { readonly kind: "vega"; readonly spec: unknown; readonly mode: "vega" | "vega-lite" }
  | { readonly kind: "html"; readonly html: string }
  /** HTML with scripts or frames: only in a frame of its own. */
  | { readonly kind: "active-html"; readonly html: string }
  | { readonly kind: "table"; readonly table: Table; readonly label: string }
  | { readonly kind: "chart"; readonly chart: Chart }
  | { readonly kind: "image"; readonly mime: string; readonly source: ImageSource }
  | { readonly kind: "audio" | "video"; readonly mime: string; readonly base64: string }
  | { readonly kind: "markdown"; readonly text: string }
  | { readonly kind: "latex"; readonly text: string }
  | { readonly kind: "json"; readonly value: unknown }
  | { readonly kind: "pdf"; readonly base64: string }
  | { readonly kind: "source"; readonly language: string; readonly text: string }
  | { readonly kind: "text"; readonly text: string };

export type ImageSource = { readonly base64: string } | { readonly text: string };

const active = /<(?:script|iframe|object|embed|applet|frame)[\s/>]/i;

/** Other types whose sources one can look at, at most. */
const mostOthers = 8;

/** Every way to show a result that the page knows, the richest first. */
export function representationsOf(result: ResultContent): readonly Representation[] {
  return [...ofCharts(result), ...ofDocuments(result), ...ofPictures(result), ...ofFigures(result), ...ofMedia(result), ...ofTexts(result)];
}

/** What the way is called where one can choose. */
export function labelOf(shown: Representation): string {
  switch (shown.kind) {
    case "plotly":
    case "vega":
    case "chart":
      return "Chart";
    case "html":
    case "active-html":
      return "HTML";
    case "table":
      return shown.label;
    case "image":
      return shown.mime.replace("image/", "").replace("+xml", "").toUpperCase();
    case "source":
      return shown.language;
    case "json":
    case "pdf":
      return shown.kind.toUpperCase();
    case "latex":
      return "Formula";
    default:
      return `${shown.kind[0]?.toUpperCase()}${shown.kind.slice(1)}`;
  }
}

function* ofCharts({ mime }: ResultContent): Iterable<Representation> {
  for (const [type, value] of entriesOf(mime)) {
    const vega = /^application\/vnd\.(vega|vegalite)\.v\d+(?:\.\d+)*\+json$/.exec(type);
    if (type === "application/vnd.plotly.v1+json") {
      yield { kind: "plotly", figure: parsed(value) };
    } else if (vega) {
      yield { kind: "vega", spec: parsed(value), mode: vega[1] === "vega" ? "vega" : "vega-lite" };
    }
  }
}

function* ofDocuments({ data, html, markdown, latex }: ResultContent): Iterable<Representation> {
  const table = tableOf(data);
  if (table) {
    yield { kind: "table", table, label: "Table" };
  }

  if (isText(html) && html.trim() !== "") {
    yield { kind: active.test(html) ? "active-html" : "html", html };
  }

  if (isText(markdown)) {
    yield { kind: "markdown", text: markdown };
  }

  if (isText(latex)) {
    yield { kind: "latex", text: latex };
  }
}

function* ofPictures({ svg, png, jpeg, mime }: ResultContent): Iterable<Representation> {
  if (isText(svg)) {
    yield { kind: "image", mime: "image/svg+xml", source: { text: svg } };
  }

  if (isText(png)) {
    yield { kind: "image", mime: "image/png", source: { base64: png } };
  }

  if (isText(jpeg)) {
    yield { kind: "image", mime: "image/jpeg", source: { base64: jpeg } };
  }

  for (const [type, value] of entriesOf(mime)) {
    if (/^image\/(?:gif|webp|bmp|avif)$/.test(type) && isText(value)) {
      yield { kind: "image", mime: type, source: { base64: value } };
    }
  }
}

/** What a picture shows, as a chart of our own and as its numbers. */
function* ofFigures({ chart }: ResultContent): Iterable<Representation> {
  const read = chartOf(chart);
  if (read) {
    yield { kind: "chart", chart: read };
    yield { kind: "table", table: tableOfChart(read), label: "Data" };
  }
}

function* ofMedia({ pdf, mime }: ResultContent): Iterable<Representation> {
  for (const [type, value] of entriesOf(mime)) {
    const [, kind] = /^(audio|video)\/[\w.+-]+$/.exec(type) ?? [];
    if (kind && isText(value)) {
      yield { kind: kind as "audio" | "video", mime: type, base64: value };
    }
  }

  if (isText(pdf)) {
    yield { kind: "pdf", base64: pdf };
  }
}

function* ofTexts({ json, javascript, text, mime }: ResultContent): Iterable<Representation> {
  const isTree = typeof json === "object" && json !== null;
  if (isTree) {
    yield { kind: "json", value: json };
  }

  if (isText(text)) {
    yield { kind: "text", text };
  } else if (json !== undefined && !isTree) {
    yield { kind: "json", value: json };
  }

  if (isText(javascript)) {
    yield { kind: "source", language: "JavaScript", text: javascript };
  }

  yield* entriesOf(mime)
    .filter(([type]) => !/^(?:image|audio|video)\/|^application\/vnd\.(?:plotly|vega|vegalite)\./.test(type))
    .slice(0, mostOthers)
    .map(([language, value]): Representation => ({ kind: "source", language, text: asText(value) }));
}

function entriesOf(mime: ResultContent["mime"]): readonly [string, unknown][] {
  return typeof mime === "object" && mime !== null ? Object.entries(mime) : [];
}

/** The kernel's driver shares its process with user code: nothing is sure to be what it should be. */
function isText(value: unknown): value is string {
  return typeof value === "string";
}

function asText(value: unknown): string {
  try {
    return typeof value === "string" ? value : (JSON.stringify(value, undefined, 2) ?? String(value));
  } catch {
    return "Too deep to be shown.";
  }
}

function parsed(value: unknown): unknown {
  try {
    return typeof value === "string" ? JSON.parse(value) : value;
  } catch {
    return undefined;
  }
}
