import { element, textButton } from "../Ui/Elements";
import type { DisposableStore } from "../Workbench/Disposable";
import type { Look } from "../Workbench/JournalEvents";
import type { SandboxSession } from "../Workbench/SandboxSession";
import { colours } from "./Colours";
import type { Following } from "./Following";

/** Takes the page to where who is followed looks, says so for as long as it does, and lets go when its person does something. */
export function mountFollowing(session: SandboxSession, following: Following, scope: DisposableStore): void {
  const name = element("span", "following-name");
  const bar = element("div", "following-bar", name, textButton("Stop", "button-small", () => following.stop()));
  bar.dataset["testid"] = "following";
  const frame = element("div", "following", bar);
  frame.setAttribute("role", "status");
  frame.hidden = true;
  document.body.append(frame);
  scope.defer(() => frame.remove());

  scope.add(
    following.onChange((who) => {
      frame.hidden = who === undefined;
      name.textContent = who ? `Following ${who.label}` : "";
      if (who) {
        frame.dataset["hue"] = String(colours.of(who.name));
      }
    }),
  );
  scope.add(following.onMove((look) => void goTo(session, look).catch(() => {})));
  // Only what a person does comes as a trusted event; what the page does while it follows does not.
  for (const type of ["pointerdown", "keydown", "wheel"]) {
    scope.listen<Event>(
      document,
      type,
      (event) => {
        const isOwn = event.isTrusted && !(event.target as Element).closest?.(".following, .people, .presence, dialog");
        const isModifier = event instanceof KeyboardEvent && ["Control", "Shift", "Alt", "Meta", "F6", "Tab"].includes(event.key);
        if (isOwn && !isModifier) {
          following.stop();
        }
      },
      { capture: true, passive: true },
    );
  }
}

async function goTo(session: SandboxSession, look: Look): Promise<void> {
  if (look.pane === "terminals") {
    session.show("terminals");
    if (look.terminalId !== undefined) {
      session.terminals.activate(look.terminalId);
    }
  } else if (look.pane === "output") {
    session.show("output");
  } else if (look.path !== undefined) {
    session.show("editor");
    await session.editor.openAt(look.path, look.line);
  }
}
