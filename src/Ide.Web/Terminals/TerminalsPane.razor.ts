import { ask } from "../Ui/ConfirmDialog";
import { keptSubject } from "../Ui/FieldKeeping";
import { keepFrontTab } from "../Ui/FrontTab";
import { promptFor } from "../Ui/PromptDialog";
import { shownText } from "../Ui/ShownText";
import { toast } from "../Ui/Toasts";
import { type Disposable, DisposableStore } from "../Workbench/Disposable";
import { codeOf, sentenceOf } from "../Workbench/SandboxApi";
import { holdSession, type SandboxView } from "../Workbench/SandboxSession";
import { openTerminal } from "./OpenTerminals";
import { registerTerminalCommands } from "./TerminalCommands";
import { groupsOf, groupWith, joinTo, leaveGroup, neighbourOf, parseGroups } from "./TerminalGroups";
import { TerminalBorders } from "./TerminalBorders";
import { bindMenu } from "./TerminalMenu";
import { bindStrip } from "./TerminalStrip";
import { activeTab, type ListedTerminal, tabsOf, type TerminalTab } from "./TerminalTabs";
import { TerminalWidths } from "./TerminalWidths";
import { TypedAhead } from "./TypedAhead";

/** The component on the server that draws the tabs and mounts their terminals. */
interface TabStrip {
  invokeMethodAsync(
    method: "ShowTerminalsAsync",
    tabs: readonly (TerminalTab & { readonly place: number | null })[],
    active: string | null,
    made: string | null,
  ): Promise<void>;
}

export interface TerminalsHandle extends Disposable {
  activate(id: string): void;
  close(id: string): Promise<void>;
}

/** What the question for a new name is called among what outlives a load of the page. */
const renaming = "rename-terminal";

/** Knows which terminals there are: asks the sandbox, and asks again when the stream tells of a change. */
export function mount(host: HTMLElement, strip: HTMLElement, view: SandboxView, component: TabStrip): TerminalsHandle {
  const scope = new DisposableStore();
  const session = holdSession(view, scope);
  const closed = new Set<string>();
  const [activeKey, groupsKey] = [`ide.terminal.${view.id}`, `ide.terminals.${view.id}`];
  const borders = new TerminalBorders(host, new TerminalWidths(localStorage, `ide.terminalWidths.${view.id}`), scope);
  let tabs: readonly TerminalTab[] = [];
  let groups = parseGroups(localStorage.getItem(groupsKey));
  let active = localStorage.getItem(activeKey) ?? undefined;
  /** The terminal that this person has just made: it takes the keyboard when it is there. */
  let made: string | undefined;
  let asking: Promise<void> | undefined;

  const tell = (next: readonly TerminalTab[]): void => {
    active = activeTab(next, active, tabs);
    tabs = next;
    groups = groupsOf(groups, tabs.map(({ id }) => id));
    localStorage.setItem(groupsKey, JSON.stringify(groups.filter((group) => group.length > 1)));
    if (active !== undefined) {
      localStorage.setItem(activeKey, active);
    }

    const shown = groupWith(groups, active);
    borders.show(shown);
    const placed = tabs.map((tab) => ({ ...tab, place: shown.includes(tab.id) ? shown.indexOf(tab.id) : null }));
    host.dataset["empty"] = String(tabs.length === 0);
    component.invokeMethodAsync("ShowTerminalsAsync", placed, active ?? null, made ?? null).catch(() => {});
    session.terminals.moved(active);
    session.commands.changed();
  };
  const list = async (): Promise<readonly ListedTerminal[]> => {
    return (await session.api.json<{ readonly terminals: readonly ListedTerminal[] }>("GET", "/api/terminals?wake=false")).terminals;
  };
  const refresh = (): Promise<void> => {
    asking ??= list()
      .then((listed) => {
        tell(tabsOf(tabs, listed, closed));
        goOnNaming();
      })
      .catch(() => {})
      .finally(() => (asking = undefined));
    return asking;
  };
  const activate = (id: string): void => {
    if (id !== active && tabs.some((tab) => tab.id === id)) {
      active = id;
      tell(tabs);
    }
  };
  const close = async (id: string): Promise<void> => {
    try {
      if (session.canEdit) {
        await session.connection.invoke("CloseTerminal", id).catch(unlessGone);
      }

      closed.add(id);
      tell(tabs.filter((tab) => tab.id !== id));
    } catch (error) {
      toast("error", `The terminal could not be closed. ${sentenceOf(error)}`);
    }
  };
  const create = async (beside?: string): Promise<void> => {
    session.show("terminals");
    const typed = new TypedAhead(host);
    try {
      const { terminalId } = await session.connection.invoke<{ terminalId: string }>("CreateTerminal", {});
      typed.giveTo(terminalId);
      await showMade(terminalId, beside);
    } catch (error) {
      typed.giveUp();
      throw error;
    }
  };
  const showMade = async (terminalId: string, beside: string | undefined): Promise<void> => {
    made = terminalId;
    if (beside !== undefined) {
      groups = joinTo([...groups, [terminalId]], terminalId, beside);
      tabs = [...tabs, { id: terminalId, name: "Terminal", exited: false }];
    }

    await refresh();
    if (!tabs.some((tab) => tab.id === terminalId && (tab.name !== "Terminal" || beside === undefined))) {
      // That answer was under way before the terminal was made.
      await refresh();
    }

    active = terminalId;
    tell(tabs);
  };
  const rename = async (id: string): Promise<void> => {
    const tab = tabs.find((candidate) => candidate.id === id);
    const name =
      tab &&
      (await promptFor({
        kept: `${renaming} ${id}`,
        title: "Rename terminal",
        label: "Everybody sees the name",
        first: tab.name,
        action: "Rename",
        most: 100,
      }));
    if (name !== undefined && name !== tab?.name) {
      await session.connection.invoke("RenameTerminal", id, name);
    }

    openTerminal(id)?.focus();
  };
  const startNaming = (id: string): void => {
    if (session.canEdit) {
      rename(id).catch((error: unknown) => toast("error", sentenceOf(error)));
    }
  };
  /** A name was being typed when the page was loaded anew; a terminal that has gone since needs none. */
  const goOnNaming = (): void => {
    const id = keptSubject(renaming);
    if (id !== undefined && tabs.some((tab) => tab.id === id)) {
      startNaming(id);
    }
  };
  const kill = async (id: string): Promise<void> => {
    const tab = tabs.find((candidate) => candidate.id === id);
    const sure = tab?.exited || (await ask(`End ${shownText(tab?.name ?? "this terminal")}?`, "What runs in it ends for everybody.", [{ label: "End it", value: true, look: "danger" }]));
    if (sure) {
      await close(id);
    }
  };
  const regroup = (next: typeof groups): void => {
    if (next === groups) {
      toast("info", "No more than four terminals stand side by side.");
    }

    groups = next;
    tell(tabs);
  };

  registerTerminalCommands(session, scope, {
    active: () => active,
    create: () => create(),
    split: () => create(active),
    rename,
    kill,
    restart: (id) => session.connection.invoke("RestartTerminal", id),
    isEnded: (id) => tabs.some((tab) => tab.id === id && tab.exited),
    isSplit: () => groupWith(groups, active).length > 1,
    unsplit: (id) => regroup(leaveGroup(groups, id)),
    go: (by) => active !== undefined && focusOn(neighbourOf(groups, active, by)),
    goTab: (by) => tabs.length > 0 && focusOn(tabs[(tabs.findIndex(({ id }) => id === active) + by + tabs.length) % tabs.length]!.id),
  });
  const focusOn = (id: string): void => {
    activate(id);
    openTerminal(id)?.focus();
  };
  bindStrip(strip, host, scope, {
    rename: startNaming,
    joinTo: (id, neighbour) => regroup(joinTo(groups, id, neighbour)),
    activate,
  });
  keepFrontTab(strip.querySelector<HTMLElement>(".tab-strip")!, scope);
  bindMenu(host, session, scope);
  scope.add(session.terminals.take(activate));
  scope.add(
    session.connection.onEvents((batch) => {
      if (batch.some(({ type }) => type.startsWith("terminal_") || type === "caught_up")) {
        void refresh();
      }
    }),
  );
  void refresh();
  return { activate, close, dispose: () => scope.dispose() };
}

/** Somebody else was quicker. */
function unlessGone(error: unknown): void {
  if (codeOf(error) !== "TERMINAL_NOT_FOUND") {
    throw error;
  }
}
