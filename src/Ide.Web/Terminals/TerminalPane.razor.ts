import { element } from "../Ui/Elements";
import { toast } from "../Ui/Toasts";
import { type Disposable, DisposableStore } from "../Workbench/Disposable";
import { mayStart } from "../Workbench/ConnectionState";
import { sentenceOf } from "../Workbench/SandboxApi";
import { holdSession, type SandboxView } from "../Workbench/SandboxSession";
import { EarlyInput } from "./EarlyInput";
import { announceTerminal } from "./OpenTerminals";
import { bindClipboard } from "./TerminalClipboard";
import { mountFind } from "./TerminalFind";
import { fitTerminal } from "./TerminalFit";
import { addLinks } from "./TerminalLinks";
import { silenceQueries } from "./TerminalQueries";
import { heedRequests } from "./TerminalRequests";
import { openScreen } from "./TerminalScreen";
import { TerminalSocket } from "./TerminalSocket";
import { endedWithSandbox, showStatus, statusOf } from "./TerminalStatus";
import { mountTypingTag } from "./TypingTag";

export interface TerminalHandle extends Disposable {
  /** Unless its person has gone elsewhere while this was under way. */
  focus(): void;
}

/** Mounts one terminal. Its bytes travel on its own WebSocket, not on the circuit. */
export function mount(host: HTMLElement, view: SandboxView, id: string): TerminalHandle {
  const scope = new DisposableStore();
  const session = holdSession(view, scope);
  const surface = element("div", "terminal-surface");
  const status = element("div", "terminal-status");
  status.setAttribute("role", "status");
  status.hidden = true;
  host.append(surface, status);
  scope.defer(() => [surface, status].forEach((part) => part.remove()));

  const { terminal, search } = openScreen(surface, !session.canEdit, scope);
  const fit = fitTerminal(terminal, surface, scope);
  const socket = scope.add(new TerminalSocket((after) => socketUrl(session.api.url("/ws/pty", { sessionId: id, after: String(after) }))));
  const showTyping = mountTypingTag(host, id, scope);
  const clipboard = bindClipboard(terminal, surface, session.canEdit, scope);
  const find = mountFind(terminal, search, host, scope);
  let replaying = 0;
  let isTypist = false;
  let typed = false;
  const input = new EarlyInput(socket);
  silenceQueries(terminal, () => replaying === 0 && isTypist, scope);
  heedRequests(terminal, id, host, () => replaying === 0 && isTypist && session.canEdit, scope);
  addLinks(terminal, (path, line, column) => session.editor.openAt(path, line, column), scope);

  const tell = (): void =>
    showStatus(status, statusOf(socket.state, session.connection.state), session.canEdit && socket.state.kind === "exited" ? restart : undefined);
  const vote = (): void => {
    const room = fit.room();
    if (room && !document.hidden) {
      socket.resize(room.cols, room.rows);
      fit.refresh();
    } else {
      socket.hide();
    }
  };

  scope.add(
    socket.onOutput(({ bytes, isReplay, done }) => {
      replaying += isReplay ? 1 : 0;
      terminal.write(bytes, () => {
        replaying -= isReplay ? 1 : 0;
        done();
      });
    }),
  );
  scope.add(
    socket.onStart((modes) => {
      terminal.reset();
      terminal.write(modes);
    }),
  );
  scope.add(
    socket.onMessage((message) => {
      switch (message.type) {
        case "ready":
          fit.adopt(message);
          vote();
          break;
        case "resize":
          fit.adopt(message);
          break;
        case "typist":
          isTypist = message.you;
          break;
        case "typing":
          showTyping(message.name);
          break;
        case "error":
          toast("error", message.message);
          break;
      }
    }),
  );
  scope.add(
    terminal.onData((text) => {
      isTypist = true;
      if (!input.type(text) && !typed) {
        typed = true;
        const reason = mayStart(session.connection.state) ? endedWithSandbox : "The terminal is not connected.";
        toast("info", `${reason} What you type is not sent.`);
      }
    }),
  );
  scope.add(terminal.onBinary((text) => void socket.send(Uint8Array.from(text, (character) => character.charCodeAt(0)))));
  scope.add(
    socket.onState((state) => {
      if (state.kind === "open") {
        typed = false;
        input.connected();
      }

      host.dataset["state"] = state.kind;
      tell();
    }),
  );
  scope.add(session.connection.onState(tell));
  scope.add(
    session.connection.onEvents((batch) => {
      if (batch.some((event) => event.type === "terminal_opened" && event.terminalId === id)) {
        socket.reopen();
      }
    }),
  );

  bindKeys(surface, { KeyC: clipboard.copy, KeyF: find }, scope);
  const resized = new ResizeObserver(vote);
  resized.observe(surface);
  scope.defer(() => resized.disconnect());
  scope.listen(window, "online", () => socket.retryNow());
  scope.listen(window, "offline", () => socket.drop());
  // A server that has gone silent is noticed on the hub's connection, which asks for signs of life; this one does not.
  scope.add(session.connection.onState(({ kind }) => kind === "offline" ? socket.drop() : kind === "catchingUp" && socket.retryNow()));
  scope.listen(document, "visibilitychange", () => document.hidden ? socket.hide() : shownAgain());
  scope.add(
    announceTerminal(id, {
      focus: () => terminal.focus(),
      type: (text) => terminal.input(text),
      copy: clipboard.copy,
      paste: clipboard.paste,
      selectAll: () => terminal.selectAll(),
      find,
      clear: () => terminal.clear(),
    }),
  );
  void document.fonts.ready.then(vote);
  socket.open();

  function shownAgain(): void {
    socket.retryNow();
    vote();
  }

  function restart(): void {
    terminal.focus();
    session.connection.invoke("RestartTerminal", id).catch((error: unknown) => toast("error", sentenceOf(error)));
  }

  return { focus: () => isFree(host) && terminal.focus(), dispose: () => scope.dispose() };
}

/** Nothing has the keyboard, or something among the terminals does. */
function isFree(host: HTMLElement): boolean {
  const focused = document.activeElement;
  return focused === null || focused === document.body || (host.closest("[data-view]")?.contains(focused) ?? true);
}

/** Ctrl and Shift with these keys; alone with Ctrl they are the program's. Ctrl+Shift+V is the browser's own way to paste. */
function bindKeys(surface: HTMLElement, keys: Readonly<Record<string, () => void>>, scope: DisposableStore): void {
  // Before the page's own keys, of which some work everywhere.
  scope.listen<KeyboardEvent>(
    window,
    "keydown",
    (event) => {
      const isHere = event.target instanceof Node && surface.contains(event.target);
      const action = isHere && event.ctrlKey && event.shiftKey && !event.altKey ? keys[event.code] : undefined;
      if (action) {
        event.preventDefault();
        event.stopPropagation();
        action();
      }
    },
    { capture: true },
  );
}

function socketUrl(path: string): string {
  const url = new URL(path, location.href);
  url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
  return url.href;
}
