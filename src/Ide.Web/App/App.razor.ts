import { pageNotice } from "./PageNotice";
import { connectedEvent, prepareReload } from "../Workbench/SandboxSession";
import { keepAlive } from "../Workbench/KeepAlive";
import { limitedSockets } from "../Workbench/LimitedSockets";
import { systemTimer } from "../Workbench/Timer";
import { type HubBuilder, watchCircuit } from "./CircuitWatch";
import { mindDoubleClicks } from "./DoubleClicks";
import { askForThisPage, FreshPage } from "./FreshPage";
import { RecentLoads } from "./RecentLoads";
import { Reconnection } from "./Reconnection";
import { startedEvent } from "./Started";
import { typingPause } from "./TypingPause";

/** Blazor's script, which is no module. */
declare const Blazor: {
  start(options: unknown): Promise<void>;
  reconnect(): Promise<boolean>;
};

/** Milliseconds with a circuit after which a page counts as well. */
const wellAfter = 5_000;
/** Milliseconds that the islands have to bring into safety what they hold. */
const longestPrepare = 3_000;
/** Milliseconds within which a circuit has begun, or never will. */
const longestStart = 30_000;

window.dispatchEvent(new Event(startedEvent));
mindDoubleClicks(window);

const recent = new RecentLoads();
const fresh = new FreshPage({ ask: askForThisPage, prepare, reload: () => location.reload() }, recent);
const reconnection = new Reconnection(() => Blazor.reconnect(), loadAnew, systemTimer);
let isOpen = false;

window.addEventListener("online", retryNow);
window.addEventListener(connectedEvent, retryNow);
document.addEventListener("visibilitychange", () => document.hidden || retryNow());

void Blazor.start({
  circuit: {
    configureSignalR: (builder: HubBuilder) => watchCircuit(builder, keepAlive, limitedSockets(), { closed, failed: loadAnew }),
    circuitHandlers: [{ onCircuitOpened: opened }],
    // None of our packages brings any; without this the start would ask the server for them first.
    initializers: { beforeStart: [], afterStarted: [] },
    reconnectionHandler: { onConnectionDown: () => {}, onConnectionUp: back },
  },
});
setTimeout(() => isOpen || loadAnew(), longestStart);
registerWorker();

function opened(): void {
  isOpen = true;
  setTimeout(() => recent.clear(), wellAfter);
}

function closed(): void {
  if (!isOpen) {
    loadAnew();
    return;
  }

  pageNotice.say("offline");
  // Blazor's script hears of the end after us, and must have heard of it before it is asked to begin again.
  queueMicrotask(() => reconnection.start());
}

function back(): void {
  reconnection.stop();
  pageNotice.clear();
}

/** The circuit is gone for good: a fresh page takes up everything where it was. Nothing typed is lost on the way. */
function loadAnew(): void {
  reconnection.stop();
  pageNotice.say("loading");
  fresh.load();
}

function retryNow(): void {
  reconnection.retryNow();
  fresh.retryNow();
}

async function prepare(): Promise<void> {
  await typingPause();
  await Promise.race([prepareReload(), new Promise((resolve) => setTimeout(resolve, longestPrepare))]);
}

function registerWorker(): void {
  // Not everywhere: a plain-http address of another machine has no workers, and a private window may refuse.
  navigator.serviceWorker?.register("/App/ServiceWorker.script.js", { scope: "/" }).catch(() => {});
}
