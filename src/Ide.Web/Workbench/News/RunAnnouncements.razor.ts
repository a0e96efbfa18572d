import { type Disposable, DisposableStore } from "../Disposable";
import { holdSession, type SandboxSession, type SandboxView } from "../SandboxSession";
import { settings } from "../Settings";
import { systemTimer } from "../Timer";
import { Announcer } from "./Announcer";
import { RunNews } from "./RunNews";
import { headlineOf, isFailure, sentenceOfEnd, sentenceOfQuestion } from "./Sentences";
import { TabTitle } from "./TabTitle";

/** Mounts the live region, and tells the tab's title and the browser what happens while nobody looks. */
export function mount(region: HTMLElement, view: SandboxView): Disposable {
  const scope = new DisposableStore();
  const session = holdSession(view, scope);
  const news = new RunNews();
  const announcer = scope.add(new Announcer((text) => (region.textContent = text), view.me, systemTimer));
  const title = scope.add(new TabTitle());
  scope.add(session.connection.onEvents((batch) => news.take(batch, session.connection.isPastTold)));
  scope.add(session.connection.onReset(() => news.reset()));
  scope.add(news.onEnd((end) => announcer.ended(end)));
  scope.add(news.onQuestion((question) => announcer.asked(question)));
  scope.add(
    news.onEnd((end) => {
      if (document.hidden && end.duration >= settings.get("notifyAfterSeconds") * 1_000) {
        title.tell(`${isFailure(end) ? "✗" : "✓"} ${headlineOf(end, view.me)}`);
        notify(session, headlineOf(end, view.me), sentenceOfEnd(end, view.me), end.runId);
      }
    }),
  );
  scope.add(
    news.onQuestion((question) => {
      if (document.hidden) {
        title.tell(`? ${question.name} asks`);
        notify(session, `${question.name} asks`, sentenceOfQuestion(question, view.me), question.runId);
      }
    }),
  );
  return scope;
}

/** Only where this person wants it and the browser has been allowed to. The same run replaces what it said before. */
function notify(session: SandboxSession, title: string, body: string, runId: string): void {
  if (!settings.get("notifications") || !("Notification" in window) || Notification.permission !== "granted") {
    return;
  }

  const shown = new Notification(title, { body, tag: runId, icon: "/icons/ide.svg" });
  shown.addEventListener("click", () => {
    window.focus();
    session.show("output");
    shown.close();
  });
}
