import type { Disposable } from "../Workbench/Disposable";
import { Emitter } from "../Workbench/Emitter";
import { type ContextInfo, type ContextList, isOffered } from "./ContextList";

/** Files whose choice is kept; the oldest goes. */
const most = 200;

/** Where a person's choices are kept: the browser's local storage, or nothing where it is forbidden. */
export interface ChoiceStore {
  read(): string | null;
  write(text: string): void;
}

/** In which context each file runs, as this person has chosen; a file without a choice runs in its language's default one. */
export class ContextChoices {
  readonly #choices: Map<string, string>;
  readonly #changes = new Emitter<void>();

  constructor(
    private readonly store: ChoiceStore,
    private readonly contexts: ContextList,
    private readonly me: string,
  ) {
    this.#choices = new Map(parse(store.read()));
  }

  readonly onChange = (listener: () => void): Disposable => this.#changes.on(listener);

  /** The context that was chosen and still can be had; undefined: the default one. */
  chosen(path: string, language: string): ContextInfo | undefined {
    const context = this.contexts.get(this.#choices.get(path));
    return context && context.language === language && isOffered(context, this.me) ? context : undefined;
  }

  /** The context that a file runs in, if it is there already; the default one is made on demand. */
  current(path: string, language: string): ContextInfo | undefined {
    return this.chosen(path, language) ?? this.contexts.all.find((context) => context.isDefault === true && context.language === language);
  }

  /** @param id Undefined: the default one. */
  choose(path: string, id: string | undefined): void {
    this.#choices.delete(path);
    if (id !== undefined) {
      this.#choices.set(path, id);
    }

    const kept = [...this.#choices].slice(-most);
    this.store.write(JSON.stringify(kept));
    this.#changes.emit();
  }
}

function parse(text: string | null): [string, string][] {
  try {
    const kept: unknown = JSON.parse(text ?? "[]");
    return Array.isArray(kept) ? kept.filter(isPair) : [];
  } catch {
    return [];
  }
}

function isPair(value: unknown): value is [string, string] {
  return Array.isArray(value) && value.length === 2 && value.every((part) => typeof part === "string");
}

export function browserChoices(sandbox: string): ChoiceStore {
  const key = `ide.contexts.${sandbox}`;
  return {
    read: () => {
      try {
        return localStorage.getItem(key);
      } catch {
        return null;
      }
    },
    write: (text) => {
      try {
        localStorage.setItem(key, text);
      } catch {
        // Forbidden or full: the choice holds as long as the page.
      }
    },
  };
}
