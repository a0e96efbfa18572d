import { shownText } from "../Ui/ShownText";
import type { Disposable } from "../Workbench/Disposable";
import { Emitter } from "../Workbench/Emitter";
import type { JournalEvent } from "../Workbench/JournalEvents";

/** A context as `GET /api/contexts` describes it. */
export interface ContextInfo {
  readonly id: string;
  readonly language: string;
  readonly state: "idle" | "busy" | "dead";
  readonly executionCount: number;
  /** Why it is dead. */
  readonly reason?: string;
  readonly name?: string;
  readonly owner: string;
  readonly shared: boolean;
  readonly isDefault?: boolean;
  readonly memoryBytes?: number;
}

/**
 * The sandbox's contexts. The journal tells at once what happens to them; what it does not tell (memory) and what it does
 * not have any more (its beginning) comes with the list that is asked for after it.
 */
export class ContextList {
  #contexts = new Map<string, ContextInfo>();
  readonly #changes = new Emitter<void>();

  readonly onChange = (listener: () => void): Disposable => this.#changes.on(listener);

  /** In the order in which they were made. */
  get all(): readonly ContextInfo[] {
    return [...this.#contexts.values()];
  }

  get(id: string | undefined): ContextInfo | undefined {
    return id === undefined ? undefined : this.#contexts.get(id);
  }

  /** What the sandbox answered: it knows best. */
  replace(contexts: readonly ContextInfo[]): void {
    this.#contexts = new Map(contexts.map((context) => [context.id, context]));
    this.#changes.emit();
  }

  /** @returns Whether something happened that the list should be asked for again. */
  apply(batch: readonly JournalEvent[]): boolean {
    let changed = false;
    for (const event of batch) {
      changed = this.#take(event) || changed;
    }

    if (changed) {
      this.#changes.emit();
    }

    return changed;
  }

  #take(event: JournalEvent): boolean {
    switch (event.type) {
      case "context_created":
        this.#contexts.set(event.contextId, {
          id: event.contextId,
          language: event.language,
          state: "idle",
          executionCount: 0,
          owner: event.actor,
          shared: event.isOwn !== true,
          isDefault: event.isDefault === true,
          ...(event.name === undefined ? {} : { name: event.name }),
        });
        return true;
      case "context_changed":
        return this.#change(event.contextId, { shared: event.isOwn !== true, ...(event.name === undefined ? {} : { name: event.name }) });
      case "context_deleted":
        return this.#contexts.delete(event.contextId);
      case "context_restarted":
        return this.#change(event.contextId, { state: "idle", executionCount: 0 });
      case "context_ended":
        return this.#change(event.contextId, { state: "dead", reason: event.reason });
      case "run_finished":
        return event.executionCount !== undefined;
      case "agent_started": {
        const had = this.#contexts.size > 0;
        this.#contexts.clear();
        return had;
      }
      default:
        return event.type === "caught_up";
    }
  }

  #change(id: string, change: Partial<ContextInfo>): boolean {
    const context = this.#contexts.get(id);
    if (context) {
      this.#contexts.set(id, { ...context, ...change });
    }

    return context !== undefined;
  }
}

const languages: Readonly<Record<string, string>> = { python: "Python", javascript: "JavaScript", typescript: "TypeScript" };

export function languageName(language: string): string {
  return languages[language] ?? language;
}

/** What people call a context. */
export function contextName({ name, language, isDefault, id }: ContextInfo): string {
  return shownText(name ?? (isDefault === true ? languageName(language) : `${languageName(language)} ${id.slice(-4)}`));
}

/** Whether a person runs in it without being asked: it is shared, or her own. */
export function isOffered(context: ContextInfo, me: string): boolean {
  return context.shared || context.owner === me;
}
