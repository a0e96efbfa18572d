/** Answers that a tab keeps; the oldest make room. */
const most = 20;

type Kept = readonly [question: string, text: string];

/** What has been typed as an answer and is not sent. */
export interface AnswerDraft {
  readonly text: string;
  /** With nothing typed nothing is kept. */
  keep(text: string): void;
}

/**
 * Answers that somebody has begun to type, kept by the tab: they outlive a page that loads itself anew. What a question
 * hides is never given to it.
 */
export class AnswerDrafts {
  readonly #key: string;

  constructor(
    sandbox: string,
    private readonly storage: Pick<Storage, "getItem" | "setItem"> | undefined,
  ) {
    this.#key = `ide.answers.${sandbox}`;
  }

  /** @param seq Of the event that asked. */
  of(run: string, seq: number): AnswerDraft {
    const question = `${run} ${seq}`;
    return {
      text: this.#all.find(([asked]) => asked === question)?.[1] ?? "",
      keep: (text) => {
        const others = this.#all.filter(([asked]) => asked !== question);
        this.#put(text === "" ? others : [...others, [question, text] as const].slice(-most));
      },
    };
  }

  get #all(): readonly Kept[] {
    try {
      const kept: unknown = JSON.parse(this.storage?.getItem(this.#key) ?? "[]");
      return Array.isArray(kept) ? kept.filter(isKept) : [];
    } catch {
      return [];
    }
  }

  #put(all: readonly Kept[]): void {
    try {
      this.storage?.setItem(this.#key, JSON.stringify(all));
    } catch {
      // A browser that keeps no more for this site: the answer is still in its field.
    }
  }
}

function isKept(each: unknown): each is Kept {
  return Array.isArray(each) && each.length === 2 && each.every((part) => typeof part === "string");
}
