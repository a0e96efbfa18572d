import type { DisposableStore } from "../Workbench/Disposable";
import type { SandboxSession } from "../Workbench/SandboxSession";
import { isContextLanguage } from "./Cells";
import type { ContextActions } from "./ContextActions";
import { type ContextInfo } from "./ContextList";
import { pickContext } from "./ContextPicker";

/** The commands for contexts; those for "the context" mean the one of the file in front, or else the one that is shown. */
export function registerContextCommands(
  session: SandboxSession,
  actions: ContextActions,
  shown: () => ContextInfo | undefined,
  scope: DisposableStore,
): void {
  const current = (): ContextInfo | undefined => {
    const file = session.editor.active;
    return (file && session.contexts.forFile(file.path, file.language)) ?? shown();
  };
  const file = (): string | undefined => {
    const { active } = session.editor;
    return active && isContextLanguage(active.language) ? undefined : "Open a Python, JavaScript or TypeScript file first";
  };
  const there = (): string | undefined => (current() ? undefined : "There is no context yet: run something first");
  const add = (id: string, title: string, refusal: () => string | undefined, run: () => Promise<unknown>): void => {
    scope.add(session.commands.register({ id, title, refusal: () => session.changeRefusal() ?? refusal(), run: async () => void (await run()) }));
  };
  add("context.choose", "Choose the context of this file", file, async () => {
    const { active } = session.editor;
    await (active && pickContext(session, actions, active.path, active.language));
  });
  add("context.new", "New shared context", () => undefined, () => actions.create(languageHere(session), false));
  add("context.newOwn", "New context of your own", () => undefined, () => actions.create(languageHere(session), true));
  const onCurrent = (id: string, title: string, action: (context: ContextInfo) => Promise<void>): void =>
    add(id, title, there, async () => {
      const context = current();
      await (context && action(context));
    });
  onCurrent("context.interrupt", "Interrupt the context", (context) => actions.interrupt(context));
  onCurrent("context.restart", "Restart the context", (context) => actions.restart(context));
  onCurrent("context.rename", "Rename the context", (context) => actions.rename(context));
  onCurrent("context.delete", "Delete the context", (context) => actions.delete(context));
  scope.add(session.contexts.list.onChange(() => session.commands.changed()));
}

function languageHere(session: SandboxSession): string {
  const language = session.editor.active?.language ?? "";
  return isContextLanguage(language) ? language : "python";
}
