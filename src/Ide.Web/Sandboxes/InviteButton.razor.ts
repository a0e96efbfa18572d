import { type Disposable, DisposableStore } from "../Workbench/Disposable";
import { holdSession, type SandboxView } from "../Workbench/SandboxSession";

interface Component {
  invokeMethodAsync(method: "OpenAsync"): Promise<void>;
}

/** Registers the invitation with the page's commands; its dialog is the component's. */
export function mount(component: Component, view: SandboxView): Disposable {
  const scope = new DisposableStore();
  const session = holdSession(view, scope);
  scope.add(
    session.commands.register({
      id: "people.invite",
      title: "Invite somebody",
      refusal: () => session.changeRefusal(),
      run: () => component.invokeMethodAsync("OpenAsync"),
    }),
  );
  return scope;
}
