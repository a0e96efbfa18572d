import { codeParts } from "../Ui/CodeParts";
import { element } from "../Ui/Elements";
import type { Run } from "./Run";

/** The code, folded; a command is its own title already unless it has more lines. */
export function sourceView({ started }: Run): readonly HTMLElement[] {
  const { kind, source } = started;
  if (source.trim() === "" || (kind !== "code" && !source.includes("\n"))) {
    return [];
  }

  const text = source.trimEnd();
  const lines = text.split("\n").length;
  const summary = element("summary", "", kind === "code" ? `Code, ${lines} ${lines === 1 ? "line" : "lines"}` : "Command");
  const details = element("details", "run-source", summary);
  details.addEventListener("toggle", () => details.append(codeView(text, started.language ?? "shell", started.sourceTruncated === true)), { once: true });
  return [details];
}

function codeView(text: string, language: string, isCut: boolean): HTMLElement {
  const view = element("pre", "code");
  view.tabIndex = 0;
  view.append(
    ...codeParts(text, language),
    ...(isCut ? [element("span", "code-comment", "\n… the rest is not kept")] : []),
  );
  return view;
}
