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

/** What a group shows that has no tab. */
export function noFileView(canEdit: boolean): HTMLElement {
  const keys = (names: string): HTMLElement => element("kbd", "", names);
  const text = element("p", "");
  if (canEdit) {
    text.append("Choose one of the files, or make one with ", icon("file-plus"), ". ", keys("Ctrl+S"), " saves, ", keys("Ctrl+Enter"), " runs.");
  } else {
    text.append("Choose one of the files to read it.");
  }

  return element("div", "empty-state", icon("file-code"), element("h2", "", "No file is open"), text);
}
