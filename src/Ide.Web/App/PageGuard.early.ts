import { askForThisPage, FreshPage } from "./FreshPage";
import { startedEvent } from "./Started";

/*
 * Stands in the page itself, before all that it loads (PageGuard.cs): a server that dies between the page and its scripts
 * leaves a page that nothing of ours would ever run in. It goes off duty when App.razor.ts has started.
 */
const duty = new AbortController();
const fresh = new FreshPage({ ask: askForThisPage, prepare: async () => {}, reload: () => location.reload() });

window.addEventListener(startedEvent, () => duty.abort(), { once: true });
window.addEventListener(
  "error",
  ({ target }) => {
    if (target instanceof HTMLScriptElement || (target instanceof HTMLLinkElement && target.rel === "stylesheet")) {
      fresh.load();
    }
  },
  { capture: true, signal: duty.signal },
);
document.addEventListener("DOMContentLoaded", () => {
  // Our own module is the last thing in the page: without it the page was cut off.
  if (document.querySelector("script[type=module]") === null) {
    fresh.load();
  }
});
window.addEventListener("online", () => fresh.retryNow());
