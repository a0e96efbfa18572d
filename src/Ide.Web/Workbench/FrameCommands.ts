import type { CommandRegistry } from "./Commands";
import type { DisposableStore } from "./Disposable";
import type { LayoutHost } from "./LayoutHost";
import type { Regions } from "./Regions";

/** A command for each view, and those that open, close and size the areas. They work in a terminal, too. */
export function registerFrameCommands(
  host: HTMLElement,
  commands: CommandRegistry,
  layout: LayoutHost,
  regions: Regions,
  scope: DisposableStore,
): void {
  const add = (id: string, title: string, run: () => void, keys?: string): void =>
    void scope.add(commands.register({ id, title, run, everywhere: true, ...(keys === undefined ? {} : { keys }) }));

  for (const { name, area, element } of layout.views) {
    const { title = name, keys } = element.dataset;
    const go = (): void => {
      layout.show(name);
      regions.focusView(name);
    };
    add(`view.${name}`, `Go to ${title}`, go, area === "panel" ? undefined : keys);
    if (area === "panel") {
      // As in VS Code, the keys of a panel's view close it when they find the keyboard in it; who asks to go there is never sent away.
      const isUsed = (): boolean => regions.has(name) && layout.isShown(name);
      add(`view.${name}.toggle`, `Go to ${title}, or close it`, () => (isUsed() ? layout.toggle(area) : go()), keys);
    }
  }

  scope.add(commands.register({ id: "view.side.toggle", title: "Open or close the side bar", keys: "Ctrl+B", run: () => layout.toggle("side") }));
  scope.add(commands.register({ id: "view.panel.toggle", title: "Open or close the panel", keys: "Ctrl+J", run: () => layout.toggle("panel") }));
  add("view.aside.toggle", "Open or close the output", () => layout.toggle("aside"), "Ctrl+Alt+B");
  add("view.editor.maximise", "Maximise or restore the editor", () => layout.maximise("editor"));
  add("view.panel.maximise", "Maximise or restore the panel", () => layout.maximise("panel"));
  add("view.aside.maximise", "Maximise or restore the output", () => layout.maximise("aside"));
  add("view.reset", "Reset the layout", () => layout.reset());
  add("view.next", "Go to the next part of the page", () => regions.go(1), "F6");
  add("view.previous", "Go to the previous part of the page", () => regions.go(-1), "Shift+F6");
  host.dataset["ready"] = "true";
}
