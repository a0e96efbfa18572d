import { element } from "../Ui/Elements";
import { shownKeys } from "../Ui/Keys";
import { type Disposable, DisposableStore } from "./Disposable";
import { holdSession, type SandboxView } from "./SandboxSession";
import { type ShortcutGroup, shortcutGroups } from "./ShortcutGroups";

/** Mounts the help of the keyboard, and the command that opens it. */
export function mount(dialog: HTMLDialogElement, view: SandboxView): Disposable {
  const scope = new DisposableStore();
  const { commands } = holdSession(view, scope);
  const list = dialog.querySelector("[data-list]")!;
  scope.listen<MouseEvent>(dialog, "mousedown", (event) => event.target === dialog && dialog.close());
  scope.add(
    commands.register({
      id: "help.shortcuts",
      title: "Show the keyboard shortcuts",
      keys: "Ctrl+F1",
      everywhere: true,
      run: () => {
        list.replaceChildren(...shortcutGroups(commands.all).map(groupOf));
        dialog.showModal();
        // Its button is at the end of it.
        dialog.scrollTop = 0;
      },
    }),
  );
  return scope;
}

function groupOf({ name, shortcuts }: ShortcutGroup): HTMLElement {
  const lines = shortcuts.map(({ title, keys }) =>
    element("div", "shortcuts-line", element("dt", "", title), element("dd", "", ...keys.split(", ").map((each) => element("kbd", "", shownKeys(each))))),
  );
  return element("section", "shortcuts-group", element("h3", "", name), element("dl", "", ...lines));
}
