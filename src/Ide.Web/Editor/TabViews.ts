import { opensAsPreview, previewKind } from "./FileKinds";
import type { Content } from "./OpenFiles";
import type { TabView } from "./Tabs";

/** The ways in which a tab can show what is behind it; none when there is nothing but a message. */
export function viewsOf(path: string, content: Content): readonly TabView[] {
  const kind = previewKind(path);
  switch (content.kind) {
    case "text":
      return kind === undefined ? ["text"] : ["text", "both", "preview"];
    case "preview":
      return ["preview"];
    case "refused":
      // A table is read in parts, however large it is; a file that is no text may still be a picture.
      return kind === "table" || kind === "image" ? ["preview"] : [];
    default:
      return [];
  }
}

/** The way that was chosen, if it is to be had; else the one that its kind opens with. */
export function viewOf(path: string, content: Content, chosen: TabView | undefined): TabView | undefined {
  const views = viewsOf(path, content);
  if (chosen !== undefined && views.includes(chosen)) {
    return chosen;
  }

  return opensAsPreview(path) && views.includes("preview") ? "preview" : views[0];
}

/** What is said in place of a file that cannot be shown. */
export function refusalOf(path: string, content: Content): string | undefined {
  switch (content.kind) {
    case "refused":
      return viewsOf(path, content).length === 0 ? content.reason : undefined;
    case "missing":
      return "It was deleted or moved.";
    case "failed":
      return content.reason;
    default:
      return undefined;
  }
}

