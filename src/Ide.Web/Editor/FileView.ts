import { element } from "../Ui/Elements";
import { nameOf } from "../Ui/FileNames";
import { icon } from "../Ui/Icons";
import type { SandboxApi } from "../Workbench/SandboxApi";
import { rawRoute } from "./FileStore";

/** What stands in the editor's place when a file is not shown: why, and what can be done. */
export function messageView(title: string, text: string, ...actions: readonly HTMLElement[]): HTMLElement {
  return element("div", "empty-state", element("h3", "", title), element("p", "", text), ...actions);
}

/** What cannot be shown can still be had. */
export function downloadLink(path: string, api: SandboxApi): HTMLElement {
  const link = element("a", "button", icon("download"), element("span", "", "Download"));
  link.href = api.url(rawRoute, { path });
  link.download = nameOf(path);
  return link;
}

/** The keys that somebody new asks for first. */
const reading: readonly (readonly [title: string, keys: string])[] = [
  ["Go to a file", "Ctrl+P"],
  ["Show all commands", "Ctrl+Shift+P"],
];

const running: typeof reading = [
  ["Run the cell, or the file", "Ctrl+Enter"],
  ["New terminal", "Ctrl+Shift+`"],
];

/** What a group shows that has no tab. */
export function noFileView(canEdit: boolean): HTMLElement {
  const text = element("p", "", ...(canEdit ? ["Choose one of the files, or make one with ", icon("file-plus"), "."] : ["Choose one of the files to read it."]));
  const keys = canEdit ? [...reading, ...running] : reading;
  const lines = keys.map(([title, names]) => element("div", "", element("dt", "", title), element("dd", "", element("kbd", "", names))));
  return element("div", "empty-state", icon("file-code"), element("h2", "", "No file is open"), text, element("dl", "first-keys", ...lines));
}
