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
  await Plotly.react(root, data, { ...layout, ...colours, height, autosize: true }, { ...config, responsive: true, displaylogo: false });
  if (frames.length > 0) {
    await Plotly.addFrames(root, frames);
  }
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
