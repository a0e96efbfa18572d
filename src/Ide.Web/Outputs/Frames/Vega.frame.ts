import embed, { type VisualizationSpec } from "vega-embed";
import { receive, reportHeight } from "./FrameProtocol";

interface Chart {
  readonly spec: VisualizationSpec;
  readonly mode: "vega" | "vega-lite";
}

const root = document.getElementById("root") as HTMLElement;
let chart: Chart | undefined;

receive<Chart>(({ theme, content }) => {
  chart = content ?? chart;
  if (chart) {
    void draw(chart, theme ?? "light");
  }
});
reportHeight(root);

async function draw({ spec, mode }: Chart, theme: "light" | "dark"): Promise<void> {
  try {
    await embed(root, spec, {
      mode,
      actions: false,
      renderer: "svg",
      tooltip: { theme },
      config: { background: "transparent" },
      ...(theme === "dark" ? { theme: "dark" as const } : {}),
    });
  } catch (error) {
    root.textContent = `This chart cannot be drawn: ${error instanceof Error ? error.message : String(error)}`;
  }
}
