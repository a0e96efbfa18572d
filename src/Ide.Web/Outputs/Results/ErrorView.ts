import { element } from "../../Ui/Elements";
import type { RunError } from "../../Workbench/JournalEvents";
import { linkedLine, type OpenPlace } from "./LinkedLine";

/** Lines of a trace that are shown at once; a longer one is folded. */
const mostOpen = 60;

export interface ErrorPlace {
  readonly open: OpenPlace | undefined;
  /** The file that the run's code came from, and at which of its lines the code begins. */
  readonly own: { readonly path: string; readonly line: number } | undefined;
}

/** An error: its name and message, where it happened, and its trace, whose places open in the editor. */
export function errorView(error: RunError, { open, own }: ErrorPlace): HTMLElement {
  const message = element("span", "error-message", error.evalue);
  const head = element("div", "error-head", element("strong", "error-name", nameOf(error.ename)), message, ...lineOf(error, { open, own }));
  const root = element("div", "error-result", head);
  const lines = readable(error.traceback);
  if (lines.length > 0) {
    const trace = element("pre", "");
    trace.tabIndex = 0;
    lines.forEach((line) => {
      const row = element("div", /^-+> ?\d/.test(line) ? "trace-line trace-here" : "trace-line");
      row.append(...linkedLine(line, open, own));
      trace.append(row);
    });
    const details = element("details", "error-trace", element("summary", "", `Traceback, ${lines.length} ${lines.length === 1 ? "line" : "lines"}`), trace);
    details.open = lines.length <= mostOpen;
    root.append(details);
  }

  return root;
}

function lineOf({ lineNumber }: RunError, { open, own }: ErrorPlace): readonly HTMLElement[] {
  if (lineNumber === undefined) {
    return [];
  }

  if (!own || !open) {
    return [element("span", "error-line", `line ${lineNumber}`)];
  }

  const place = { path: own.path, line: own.line + lineNumber - 1, column: undefined };
  const link = element("button", "place-link error-line", `${own.path.replace(/^\/workspace\//, "")}:${place.line}`);
  link.type = "button";
  link.title = `Open ${place.path} at line ${place.line}`;
  link.addEventListener("click", () => open(place));
  return [link];
}

/** Without the rule and the head that IPython begins with: what they say stands above. */
export function readable(traceback: readonly string[]): readonly string[] {
  const lines = traceback.flatMap((entry) => entry.split("\n"));
  return lines.filter((line, at) => !(at === 0 && /^-{20,}$/.test(line)) && !(at < 2 && /Traceback \(most recent call last\)$/.test(line)));
}

function nameOf(ename: string): string {
  return ename === "CONTEXT_TERMINATED" ? "The interpreter ended" : ename;
}
