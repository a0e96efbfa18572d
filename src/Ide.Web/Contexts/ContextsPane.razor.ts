import { element } from "../Ui/Elements";
import { KeyedList } from "../Ui/KeyedList";
import { toast } from "../Ui/Toasts";
import { type Disposable, DisposableStore } from "../Workbench/Disposable";
import { sentenceOf } from "../Workbench/SandboxApi";
import { holdSession, type SandboxView } from "../Workbench/SandboxSession";
import { ContextActions } from "./ContextActions";
import { registerContextCommands } from "./ContextCommands";
import { type ContextInfo } from "./ContextList";
import { type ContextItem, contextRow } from "./ContextRow";
import { onFileInFront } from "./FileInFront";
import { registerRunCommands } from "./RunCommands";
import { markRuns } from "./RunMarks";
import { VariablesView } from "./VariablesView";

/** Mounts the list of contexts, the variables of one of them, and the commands that run code. */
export function mount(host: HTMLElement, view: SandboxView): Disposable {
  const scope = new DisposableStore();
  const session = holdSession(view, scope);
  const { list } = session.contexts;
  const actions = new ContextActions(session);
  const rows = element("ul", "context-list");
  rows.setAttribute("aria-label", "Contexts");
  const nothing = element("p", "variables-note", "None yet. The first run of a language makes its default context, which everybody shares.");
  const variables = new VariablesView(session, scope);
  host.append(nothing, rows, variables.root);
  scope.defer(() => host.replaceChildren());

  let shownId: string | undefined;
  let inFront: string | undefined;
  const shown = (): ContextInfo | undefined => list.get(shownId) ?? list.all[0];
  const attempt = (action: () => Promise<unknown>): void => void action().catch((error: unknown) => toast("error", sentenceOf(error)));
  const keyed = new KeyedList<ContextItem>(rows, ({ context }) => context.id, (item) =>
    contextRow(item, {
      me: view.me,
      canEdit: session.canEdit,
      actions,
      choose: (id) => {
        shownId = id;
        draw(false);
      },
      attempt,
    }),
  );
  const draw = (hasChanged: boolean): void => {
    const now = shown();
    nothing.hidden = list.all.length > 0;
    keyed.draw(list.all.map((context) => ({ context, runs: session.runs.in(context.id), isShown: context.id === now?.id })));
    variables.show(now, hasChanged);
  };
  // The context of the file in front is the one that is looked at, until another one is chosen.
  const follow = (): void => {
    const file = session.editor.active;
    const context = file && session.contexts.forFile(file.path, file.language);
    const place = `${file?.path ?? ""} ${context?.id ?? ""}`;
    if (context && place !== inFront) {
      [inFront, shownId] = [place, context.id];
    }
  };
  scope.add(
    list.onChange(() => {
      follow();
      draw(false);
      if (session.canEdit) {
        attempt(() => actions.goOnNaming());
      }
    }),
  );
  scope.add(session.runs.onChange(() => draw(true)));
  scope.add(session.connection.onEvents((batch) => batch.some((event) => event.type === "context_restarted") && draw(true)));
  const onFile = (): void => {
    const before = shownId;
    follow();
    if (shownId !== before) {
      draw(false);
    }
  };
  onFileInFront(session, onFile, scope);
  scope.add(session.contexts.choices.onChange(onFile));
  registerContextCommands(session, actions, shown, scope);
  registerRunCommands(session, scope);
  markRuns(session, scope);
  draw(false);
  return scope;
}
