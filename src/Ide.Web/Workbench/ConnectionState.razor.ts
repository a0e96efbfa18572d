import { handOn } from "../Ui/HandOn";
import { retract, toast } from "../Ui/Toasts";
import { type Disposable, DisposableStore } from "./Disposable";
import { type ConnectionState, mayRetry, mayStart, startedAgain } from "./ConnectionState";
import { sentenceOf } from "./SandboxApi";
import { holdSession, type SandboxView, viewerReason } from "./SandboxSession";

const words = {
  connecting: "Connecting…",
  catchingUp: "Catching up…",
  live: "Live",
  waking: "Starting…",
  restarting: "Restarting…",
  stopped: "Stopped",
  failed: "Failed",
  offline: "Offline",
  refused: "Closed",
} as const;

/** Milliseconds without a connection after which the page says so in more than a word: shorter ones are nobody's worry. */
const patience = 1_000;

/** Says how the page's connection stands; works while the circuit does not. */
export function mount(host: HTMLElement, banner: HTMLElement, view: SandboxView): Disposable {
  const scope = new DisposableStore();
  const { connection, api, commands, canEdit } = holdSession(view, scope);
  const button = banner.querySelector("button")!;
  let bannerAt: ReturnType<typeof setTimeout> | undefined;
  let hasDied = false;

  // Who has pressed the button goes on where they were before; else from another of the bar, where one can be had without a connection.
  let cameFrom: EventTarget | null = null;
  scope.listen<FocusEvent>(button, "focus", (event) => (cameFrom = event.relatedTarget));
  const handOnKeyboard = (): void =>
    handOn(banner, [...(cameFrom instanceof HTMLElement ? [cameFrom] : []), ...banner.parentElement!.querySelectorAll<HTMLElement>("button:not([data-command])")]);

  const showBanner = (state: ConnectionState): void => {
    const starts = canEdit && mayStart(state);
    banner.hidden = state.kind === "live";
    banner.dataset["state"] = state.kind;
    banner.querySelector("[data-text]")!.textContent = wordsOf(state);
    const isOffered = starts || mayRetry(state);
    if (!isOffered) {
      handOnKeyboard();
    }

    button.hidden = !isOffered;
    button.textContent = starts ? "Start" : "Retry now";
  };

  const show = (state: ConnectionState): void => {
    host.dataset["state"] = state.kind;
    host.querySelector<HTMLElement>("[data-text]")!.textContent = words[state.kind];
    host.title = wordsOf(state);
    commands.changed();
    hasDied ||= state.kind === "restarting";
    if (state.kind === "restarting" || state.kind === "failed") {
      retract(startedAgain);
    }

    if (state.kind === "live") {
      clearTimeout(bannerAt);
      bannerAt = undefined;
      handOnKeyboard();
      banner.hidden = true;
      if (hasDied) {
        hasDied = false;
        toast("notice", startedAgain);
      }
    } else if (!banner.hidden || state.kind === "refused") {
      showBanner(state);
    } else {
      // From the first of them: attempts that fail follow each other faster than this. Who has got through has a new start.
      if (state.kind === "catchingUp") {
        clearTimeout(bannerAt);
        bannerAt = undefined;
      }

      bannerAt ??= setTimeout(() => showBanner(connection.state), patience);
    }
  };

  const start = (): void => void api.start().catch((error: unknown) => toast("error", sentenceOf(error)));
  scope.add(
    commands.register({
      id: "sandbox.start",
      title: "Start the sandbox",
      refusal: () => (!canEdit ? viewerReason : mayStart(connection.state) ? undefined : "The sandbox is not stopped."),
      run: start,
    }),
  );
  scope.listen(button, "click", () => (mayStart(connection.state) ? start() : connection.retryNow()));
  scope.add(connection.onState(show));
  scope.defer(() => clearTimeout(bannerAt));
  show(connection.state);
  return scope;
}

function wordsOf(state: ConnectionState): string {
  switch (state.kind) {
    case "live":
      return "Connected. What happens in the sandbox shows at once.";
    case "connecting":
      return "Connecting to the server…";
    case "catchingUp":
      return "Connected. Showing what has happened meanwhile…";
    case "offline":
      return "The connection was lost. Trying again by itself; what you type in the editor is kept.";
    case "refused":
      // To who is no member, the server does not say whether there is such a sandbox; who stands in it knows that there was.
      return state.code === "SANDBOX_NOT_FOUND" ? "You are no longer a member of this sandbox, or it was deleted." : state.reason;
    case "waking":
    case "restarting":
    case "stopped":
    case "failed":
      return state.detail;
  }
}
