import { avatar } from "../Presence/Avatar";
import { element, iconButton } from "../Ui/Elements";
import { shownNameOf } from "../Ui/FileNames";
import { KeyedList, type KeyedView } from "../Ui/KeyedList";
import type { OpenRun } from "../Workbench/OpenRuns";
import type { ContextActions } from "./ContextActions";
import { type ContextInfo, contextName, languageName } from "./ContextList";
import { bytesOf } from "./VariableRows";

/** A context with what runs and waits in it. */
export interface ContextItem {
  readonly context: ContextInfo;
  readonly runs: readonly OpenRun[];
  readonly isShown: boolean;
}

export interface RowOptions {
  readonly me: string;
  readonly canEdit: boolean;
  readonly actions: ContextActions;
  /** Shows the context's variables. */
  readonly choose: (id: string) => void;
  /** Runs what a control asks for, and says what was refused. */
  readonly attempt: (action: () => Promise<unknown>) => void;
}

/** One context of the list: how it stands, whose it is, who waits in it, and what can be done with it. */
export function contextRow(first: ContextItem, options: RowOptions): KeyedView<ContextItem> {
  const { me, canEdit, actions, choose, attempt } = options;
  let context = first.context;
  const [name, facts, state] = [element("span", "context-name"), element("span", "context-facts"), element("span", "context-state")];
  const owner = element("span", "context-owner");
  const head = element("button", "context-head", state, element("span", "context-texts", name, facts), owner);
  head.type = "button";
  head.addEventListener("click", () => choose(context.id));
  const interrupt = iconButton("square", "Interrupt", () => attempt(() => actions.interrupt(context)));
  const tools = element("span", "context-tools", interrupt,
    iconButton("refresh-cw", "Restart", () => attempt(() => actions.restart(context))),
    iconButton("pencil", "Rename", () => attempt(() => actions.rename(context))));
  const share = iconButton("user-plus", "Share", () => attempt(() => actions.share(context)));
  const remove = iconButton("trash-2", "Delete", () => attempt(() => actions.delete(context)));
  tools.append(share, remove);
  tools.hidden = !canEdit;
  const reason = element("p", "context-reason");
  const queue = element("ol", "context-queue");
  queue.setAttribute("aria-label", "What runs and waits");
  const runs = new KeyedList<OpenRun>(queue, ({ id }) => id, (run) => queuedRun(run, canEdit, () => attempt(() => actions.cancel(run.id))));
  const root = element("li", "context", element("div", "context-line", head, tools), reason, queue);
  return {
    root,
    update: (item) => {
      context = item.context;
      const how = context.state === "dead" ? "dead" : item.runs.length > 0 ? "busy" : "idle";
      root.dataset["state"] = how;
      root.dataset["contextId"] = context.id;
      head.setAttribute("aria-pressed", String(item.isShown));
      name.textContent = contextName(context);
      facts.textContent = factsOf(context, how, me);
      owner.replaceChildren(...(context.shared ? [] : [avatar(context.owner)]));
      owner.title = context.shared ? "" : `${context.owner}’s own`;
      reason.textContent = context.reason ?? "";
      reason.hidden = how !== "dead";
      interrupt.hidden = how !== "busy";
      share.hidden = context.isDefault === true || context.owner !== me;
      share.title = context.shared ? "Make it your own" : "Share it with everybody";
      share.setAttribute("aria-label", share.title);
      share.setAttribute("aria-pressed", String(context.shared));
      queue.hidden = item.runs.length === 0;
      runs.draw(item.runs);
    },
  };
}

function factsOf(context: ContextInfo, how: string, me: string): string {
  const whose = context.isDefault === true ? "default" : context.shared ? "shared" : context.owner === me ? "your own" : `${context.owner}’s own`;
  const memory = context.memoryBytes === undefined ? [] : [bytesOf(context.memoryBytes)];
  const count = context.executionCount === 0 ? [] : [`${context.executionCount} ${context.executionCount === 1 ? "run" : "runs"}`];
  const language = contextName(context) === languageName(context.language) ? [] : [languageName(context.language)];
  return [how, whose, ...count, ...memory, ...language].join(" · ");
}

function queuedRun(first: OpenRun, canEdit: boolean, cancel: () => void): KeyedView<OpenRun> {
  const state = element("span", "queue-state");
  const stop = iconButton("x", "Cancel", cancel);
  stop.hidden = !canEdit;
  const root = element("li", "queue-run", avatar(first.actor), element("span", "queue-title", titleOf(first)), state, stop);
  root.dataset["runId"] = first.id;
  return {
    root,
    update: (run) => {
      root.dataset["state"] = run.state;
      state.textContent = run.state === "queued" ? "waits" : "runs";
      stop.title = `${run.state === "queued" ? "Cancel" : "Stop"} ${run.actor}’s run`;
      stop.setAttribute("aria-label", stop.title);
    },
  };
}

function titleOf({ path, firstLine, source }: OpenRun): string {
  const name = path === undefined ? undefined : shownNameOf(path);
  return name === undefined ? (source.trim().split("\n")[0] ?? "") : firstLine === undefined ? name : `${name}:${firstLine}`;
}
