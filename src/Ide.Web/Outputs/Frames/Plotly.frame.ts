import Plotly from "plotly.js-dist-min";
import { receive, reportHeight } from "./FrameProtocol";

interface Figure {
  readonly data?: readonly unknown[];
  readonly layout?: Readonly<Record<string, unknown>>;
  readonly config?: Readonly<Record<string, unknown>>;
  readonly frames?: readonly unknown[];
}

const root = document.getElementById("root") as HTMLElement;
const initialHeight = 460;
const mapsAddress = new URL("Maps.frame.js", (document.currentScript as HTMLScriptElement).src).href;
/** A map that is not ours is not asked for elsewhere. */
const fixed = { responsive: true, displaylogo: false, topojsonURL: new URL(".", mapsAddress).href };
let maps: Promise<void> | undefined;
let figure: Figure | undefined;

receive<{ readonly figure: Figure }>(({ theme, content }) => {
  figure = content?.figure ?? figure;
  if (figure) {
    void draw(figure, theme ?? "light");
  }
});
reportHeight(root);

async function draw({ data = [], layout = {}, config = {}, frames = [] }: Figure, theme: "light" | "dark"): Promise<void> {
  const height = typeof layout["height"] === "number" ? layout["height"] : initialHeight;
  const colours = theme === "dark" ? darkOf(layout) : {};
  try {
    if (hasMap(data)) {
      await (maps ??= loadMaps());
    }

    await Plotly.react(root, data, { ...layout, ...colours, height, autosize: true }, { ...config, ...fixed });
    if (frames.length > 0) {
      await Plotly.addFrames(root, frames);
    }
  } catch (error) {
    Plotly.purge(root);
    root.textContent = `This chart cannot be drawn: ${error instanceof Error ? error.message : String(error)}`;
  }
}

/** Traces that are drawn over outlines of countries, which Plotly would fetch from another host. */
function hasMap(data: readonly unknown[]): boolean {
  return data.some((trace) => ["scattergeo", "choropleth"].includes((trace as { readonly type?: string } | null)?.type ?? ""));
}

function loadMaps(): Promise<void> {
  return new Promise((done, failed) => {
    const script = document.createElement("script");
    script.src = mapsAddress;
    script.onload = () => done();
    script.onerror = () => failed(new Error("its map did not load."));
    document.head.append(script);
  });
}

/** Charts come in the light look of Plotly's own template; what their author chose is left alone. */
function darkOf(layout: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const grid = { gridcolor: "#30343d", zerolinecolor: "#3a3f4a", linecolor: "#3a3f4a" };
  const axes = Object.keys(layout).filter((key) => /^[xy]axis\d*$/.test(key));
  const axis = (key: string): unknown => ({ ...grid, ...(layout[key] as object | undefined) });
  return {
    paper_bgcolor: layout["paper_bgcolor"] ?? "rgba(0,0,0,0)",
    plot_bgcolor: layout["plot_bgcolor"] ?? "rgba(0,0,0,0)",
    font: { color: "#c9ced8", ...(layout["font"] as object | undefined) },
    ...Object.fromEntries(["xaxis", "yaxis", ...axes].map((key) => [key, axis(key)])),
  };
}
