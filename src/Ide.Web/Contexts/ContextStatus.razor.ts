import { element } from "../Ui/Elements";
import { icon } from "../Ui/Icons";
import { type Disposable, DisposableStore } from "../Workbench/Disposable";
import { holdSession, type SandboxView } from "../Workbench/SandboxSession";
import { isContextLanguage } from "./Cells";
import { contextName, languageName } from "./ContextList";
import { onFileInFront } from "./FileInFront";

/** Mounts the name of the context that the file in front runs in; pressed, it lets one choose another. */
export function mount(host: HTMLElement, view: SandboxView): Disposable {
  const scope = new DisposableStore();
  const session = holdSession(view, scope);
  const [dot, name] = [element("span", "context-state"), element("span", "context-status-name")];
  host.replaceChildren(icon("layers"), dot, name);
  const draw = (): void => {
    const file = session.editor.active;
    host.hidden = !file || !isContextLanguage(file.language);
    if (file) {
      const context = session.contexts.forFile(file.path, file.language);
      const waiting = context ? session.runs.in(context.id).length : 0;
      const state = context === undefined ? "none" : context.state === "dead" ? "dead" : waiting > 0 ? "busy" : "idle";
      const text = context ? contextName(context) : languageName(file.language);
      host.dataset["state"] = state;
      name.textContent = waiting > 1 ? `${text} (${waiting})` : text;
      host.setAttribute("aria-label", `Context ${text}, ${state === "none" ? "made with the first run" : state}`);
    }
  };
  onFileInFront(session, draw, scope);
  scope.add(session.runs.onChange(draw));
  scope.add(session.contexts.list.onChange(draw));
  scope.add(session.contexts.choices.onChange(draw));
  draw();
  return scope;
}
