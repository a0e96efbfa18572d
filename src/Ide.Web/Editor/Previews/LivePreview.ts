import { element, textButton } from "../../Ui/Elements";
import { shownNameOf } from "../../Ui/FileNames";
import { DisposableStore } from "../../Workbench/Disposable";
import { sentenceOf } from "../../Workbench/SandboxApi";
import { downloadLink, messageView } from "../FileView";
import type { Preview, PreviewSource } from "./Preview";

/** Milliseconds after the last change before a preview is made anew. */
const quiet = 250;

/**
 * A preview that is made again after its source has changed. One drawing at a time; what changes meanwhile is drawn after it.
 * @param draw Fills the host. What it throws is shown in place of the preview, with a way to try again.
 */
export function livePreview(
  source: PreviewSource,
  className: string,
  draw: (host: HTMLElement, scope: DisposableStore) => Promise<void>,
  scope = new DisposableStore(),
): Preview {
  const host = element("div", `preview-room ${className}`);
  host.tabIndex = 0;
  host.setAttribute("role", "region");
  host.setAttribute("aria-label", `Preview of ${shownNameOf(source.path)}`);
  let timer: ReturnType<typeof setTimeout> | undefined;
  let drawing = false;
  let stale = false;
  const redraw = async (): Promise<void> => {
    if (drawing) {
      stale = true;
      return;
    }

    drawing = true;
    try {
      await draw(host, scope);
    } catch (error) {
      const actions = [textButton("Try again", "", () => void redraw()), downloadLink(source.path, source.api)];
      host.replaceChildren(messageView(`${shownNameOf(source.path)} cannot be shown`, sentenceOf(error), ...actions));
    }

    drawing = false;
    if (stale && !scope.disposed) {
      stale = false;
      void redraw();
    }
  };
  scope.add(
    source.onChange(() => {
      clearTimeout(timer);
      timer = setTimeout(() => void redraw(), quiet);
    }),
  );
  scope.defer(() => clearTimeout(timer));
  void redraw();
  return { root: host, focus: () => host.focus(), dispose: () => scope.dispose() };
}
