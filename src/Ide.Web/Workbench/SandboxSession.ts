import { type Disposable, DisposableStore } from "./Disposable";
import { CommandRegistry } from "./Commands";
import { mayReach } from "./ConnectionState";
import { ContextSeat } from "../Contexts/ContextSeat";
import { EditorSeat } from "./EditorSeat";
import { Emitter } from "./Emitter";
import type { Hues, Person, Role } from "./JournalEvents";
import { LineMarks } from "./LineMarks";
import { OpenRuns } from "./OpenRuns";
import { SandboxApi } from "./SandboxApi";
import { SandboxConnection } from "./SandboxConnection";
import { SignalRTransport } from "./SignalRTransport";
import { TerminalSeat } from "./TerminalSeat";

/** Which sandbox the page shows, and who looks at it. The server tells; the server also enforces. */
export interface SandboxView {
  readonly id: string;
  readonly name: string;
  readonly me: string;
  readonly role: Role;
}

/** A view of the workbench, by the name of its part: "editor", "explorer", "output", "terminals" and what features add. */
export type PaneName = string;

/** Sent by the window when the page's connection is live: whatever else was cut off can come back, too. */
export const connectedEvent = "ide:connected";

/** Said on every control that a viewer finds disabled. */
export const viewerReason = "You are a viewer here: you see everything and change nothing";

/** Said on what needs the sandbox while the page has no connection. */
export const unreachableReason = "There is no connection now";

/** What the islands of one sandbox page share: one connection, one API, one set of commands. */
export class SandboxSession {
  readonly api: SandboxApi;
  readonly commands = new CommandRegistry();
  /** The way to the editor for other panes. */
  readonly editor = new EditorSeat();
  /** What is marked in the margins of files. */
  readonly marks = new LineMarks();
  /** Which terminal is in front. */
  readonly terminals = new TerminalSeat();
  readonly connection: SandboxConnection;
  /** What waits and runs, and who asked for it. */
  readonly runs = new OpenRuns();
  /** The sandbox's contexts, and in which of them a file runs. */
  readonly contexts: ContextSeat;
  readonly #scope = new DisposableStore();
  readonly #shown = new Emitter<PaneName>();
  readonly #beforeReload = new Set<() => Promise<void>>();
  #people: readonly Person[] = [];
  #hues: Hues = {};

  constructor(readonly view: SandboxView) {
    this.api = new SandboxApi(view.id);
    this.connection = this.#scope.add(new SandboxConnection(view.id, () => new SignalRTransport()));
    this.#scope.add(this.connection.onEvents((batch) => this.#remember(batch)));
    this.#scope.add(this.connection.onEvents((batch) => this.runs.apply(batch)));
    this.#scope.add(this.connection.onReset(() => this.runs.clear()));
    this.contexts = this.#scope.add(new ContextSeat(view.id, view.me, this.api, this.connection));
    this.#scope.listen(window, "online", () => this.connection.retryNow());
    this.#scope.listen(window, "offline", () => this.connection.drop());
    this.#scope.listen(document, "visibilitychange", () => document.hidden || this.connection.retryNow());
    this.#tellOthers();
  }

  /** What let one tab in again, the network or a sign-in, lets the others in, and this page's circuit. */
  #tellOthers(): void {
    const tabs = new BroadcastChannel("sandbox-connection");
    this.#scope.defer(() => tabs.close());
    this.#scope.listen(tabs, "message", () => this.connection.retryNow());
    this.#scope.add(
      this.connection.onState(({ kind }) => {
        if (kind === "live") {
          tabs.postMessage(kind);
          window.dispatchEvent(new Event(connectedEvent));
        }
      }),
    );
  }

  /** A pane has something that its person has asked for: it opens, and comes to the front where panes share their room. */
  show(pane: PaneName): void {
    this.#shown.emit(pane);
  }

  readonly onShow = (listener: (pane: PaneName) => void): Disposable => this.#shown.on(listener);

  /** Waited for before the page reloads by itself. */
  onBeforeReload(action: () => Promise<void>): Disposable {
    this.#beforeReload.add(action);
    return { dispose: () => this.#beforeReload.delete(action) };
  }

  async beforeReload(): Promise<void> {
    await Promise.allSettled([...this.#beforeReload].map((action) => action()));
  }

  /** The context that a file runs in, when it is there and has nothing to do: a question starts none, and waits for nobody's run. */
  idleContextOf(path: string, language: string): string | undefined {
    const context = this.contexts.forFile(path, language);
    return context && context.state !== "dead" && this.runs.in(context.id).length === 0 ? context.id : undefined;
  }

  get canEdit(): boolean {
    return this.view.role !== "viewer";
  }

  /** Why nothing in the sandbox can be changed by this person now; undefined when it can. */
  changeRefusal(): string | undefined {
    if (!this.canEdit) {
      return viewerReason;
    }

    return mayReach(this.connection.state) ? undefined : unreachableReason;
  }

  /** Who is here, as last told; for islands that mount after the news came. */
  get people(): readonly Person[] {
    return this.#people;
  }

  /** The colours that were given to people, as last told. */
  get hues(): Hues {
    return this.#hues;
  }

  dispose(): void {
    this.#scope.dispose();
  }

  #remember(batch: Parameters<Parameters<SandboxConnection["onEvents"]>[0]>[0]): void {
    for (const event of batch) {
      if (event.type === "presence") {
        this.#people = event.people;
        this.#hues = event.hues ?? {};
      } else if (event.type === "presence_moved") {
        this.#people = this.#people.map((person) => event.people.find(({ id }) => id === person.id) ?? person);
      }
    }
  }
}

/** Of the sandboxes that the page shows now: one, but for the moment of going from one to another. */
const sessions = new Map<string, { readonly session: SandboxSession; holders: number }>();

/**
 * The session of a sandbox, shared by everybody in the page who holds it; it ends with its last holder. The output pane
 * starts the connection, since it alone needs the stream from its first event.
 */
export function holdSession(view: SandboxView, scope: DisposableStore): SandboxSession {
  const entry = sessions.get(view.id) ?? { session: new SandboxSession(view), holders: 0 };
  sessions.set(view.id, entry);
  entry.holders++;
  scope.defer(() => {
    if (--entry.holders === 0) {
      sessions.delete(view.id);
      entry.session.dispose();
    }
  });
  return entry.session;
}

/** Lets every island of the page bring what it holds into safety, before the page reloads by itself. */
export async function prepareReload(): Promise<void> {
  await Promise.allSettled([...sessions.values()].map(({ session }) => session.beforeReload()));
}
