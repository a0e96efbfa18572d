import type { JournalEvent } from "../Workbench/JournalEvents";

const languages: Readonly<Record<string, string>> = { python: "Python", javascript: "JavaScript", typescript: "TypeScript" };

export function languageName(language: string): string {
  return languages[language] ?? language;
}

/** What the stream says of an event that is no run's; undefined for what it does not mention. */
export function noticeOf(event: JournalEvent, isFirst: boolean): string | undefined {
  switch (event.type) {
    case "agent_started":
      // The very first start is no news.
      return isFirst ? undefined : "The sandbox was started again. What ran before, terminals and the variables of contexts are gone; files are as they were.";
    case "truncated":
      return "Earlier history is no longer kept.";
    case "context_restarted":
      return `${event.actor} restarted the context ${event.contextId}. Its variables are gone.`;
    case "context_ended":
      return `The context ${event.contextId} ended: ${event.reason}.`.replace(/\.\.$/, ".");
    case "session_ended":
      return event.reason === "deleted" ? undefined : `The shell of session ${event.sessionId} ended (${event.reason}).`;
    case "environment_changed":
      return `${event.actor} changed the environment: ${event.names.join(", ")}.`;
    default:
      return undefined;
  }
}
