import { bindCommands } from "./CommandButtons";
import { type Disposable, DisposableStore } from "./Disposable";
import { registerFrameCommands } from "./FrameCommands";
import { keepKeyboard } from "./KeyboardPlace";
import { LayoutHost } from "./LayoutHost";
import { Regions } from "./Regions";
import { holdSession, type SandboxView } from "./SandboxSession";
import { mountSplitters } from "./Splitters";

/** Mounts the frame: what is shown of it and how large, its commands, and the ways of the keyboard through it. */
export function mount(host: HTMLElement, view: SandboxView): Disposable {
  const scope = new DisposableStore();
  const session = holdSession(view, scope);
  const regions = new Regions(host, scope);
  const layout = new LayoutHost(host, regions, scope);
  mountSplitters(host, layout, scope);
  registerFrameCommands(host, session.commands, layout, regions, scope);
  bindCommands(host, session.commands, scope);
  keepKeyboard(host, scope);

  scope.add(session.onShow((name) => layout.show(name)));
  scope.listen<MouseEvent>(host, "click", (event) => {
    const button = (event.target as Element).closest<HTMLElement>("[data-rail], [data-show]");
    const { rail, show } = button?.dataset ?? {};
    if (rail !== undefined) {
      layout.pressRail(rail);
      // A view that begins with a field is come to for typing; who presses the button by keys may be on the way to the next one.
      if (event.detail > 0 && layout.isShown(rail) && host.querySelector(`[data-view="${rail}"] input[data-view-focus]`)) {
        regions.focusView(rail);
      }
    } else if (show !== undefined) {
      layout.show(show);
    }
  });
  return scope;
}
