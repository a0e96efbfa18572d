import { element } from "../../Ui/Elements";
import { shownKeys } from "../../Ui/Keys";
import { shownText } from "../../Ui/ShownText";
import type { DisposableStore } from "../Disposable";
import type { Pick, PickSource, Picks } from "./PickSource";

const pageOfPicks = 10;

/**
 * The picker: a field and the list of what answers it, after the combobox pattern of ARIA: the keyboard stays in the field,
 * `aria-activedescendant` tells which line is meant. What is typed after `>` is a command, everything else a file.
 */
export class QuickPick {
  readonly #input: HTMLInputElement;
  readonly #list: HTMLElement;
  readonly #note: HTMLElement;
  #source: PickSource | undefined;
  #picks: readonly Pick[] = [];
  #active = 0;
  #search: AbortController | undefined;

  constructor(
    private readonly dialog: HTMLDialogElement,
    /** By the character that leads to it; "" is the one without. */
    private readonly sources: Readonly<Record<string, PickSource>>,
    scope: DisposableStore,
  ) {
    this.#input = dialog.querySelector("input")!;
    this.#list = dialog.querySelector("[role='listbox']")!;
    this.#note = dialog.querySelector("[data-note]")!;
    scope.listen(this.#input, "input", () => this.#look());
    scope.listen<KeyboardEvent>(dialog, "keydown", (event) => this.#press(event));
    scope.listen<MouseEvent>(this.#list, "click", (event) => {
      const line = (event.target as Element).closest<HTMLElement>("[role='option']");
      if (line) {
        this.#choose(Number(line.dataset["at"]));
      }
    });
    scope.listen<MouseEvent>(dialog, "mousedown", (event) => event.target === dialog && dialog.close());
    scope.listen(dialog, "close", () => this.#search?.abort());
    scope.defer(() => this.#search?.abort());
  }

  /** Opens, or goes from one source to another. */
  open(text: string): void {
    this.#input.value = text;
    if (!this.dialog.open) {
      this.#source = undefined;
      this.dialog.showModal();
      this.#input.focus();
    }

    this.#look();
  }

  #look(): void {
    const [prefix, query] = this.#parts();
    const source = this.sources[prefix]!;
    if (source !== this.#source) {
      this.#source = source;
      this.#input.placeholder = source.placeholder;
      this.#list.setAttribute("aria-label", source.name);
      this.#show({ picks: [] });
      source.prepare?.();
    }

    this.#search?.abort();
    const search = (this.#search = new AbortController());
    this.#active = 0;
    void source.search(query, (picks) => search.signal.aborted || this.#show(picks), search.signal);
  }

  #parts(): [prefix: string, query: string] {
    const text = this.#input.value;
    const prefix = text[0] !== undefined && text[0] in this.sources ? text[0] : "";
    return [prefix, text.slice(prefix.length).trim()];
  }

  #show({ picks, note = "" }: Picks): void {
    this.#picks = picks;
    this.#active = Math.min(this.#active, Math.max(0, picks.length - 1));
    this.#list.replaceChildren(...picks.flatMap((pick, index) => [...(pick.group === undefined ? [] : [groupLine(pick.group)]), line(pick, index)]));
    this.#note.textContent = note;
    this.#mark();
  }

  #mark(): void {
    for (const option of this.#list.querySelectorAll("[role='option']")) {
      option.setAttribute("aria-selected", "false");
    }

    const active = this.#list.querySelector<HTMLElement>(`[data-at="${this.#active}"]`);
    active?.setAttribute("aria-selected", "true");
    active?.scrollIntoView({ block: "nearest" });
    this.#input.setAttribute("aria-activedescendant", active?.id ?? "");
  }

  #press(event: KeyboardEvent): void {
    const last = this.#picks.length - 1;
    const next = {
      ArrowDown: this.#active === last ? 0 : this.#active + 1,
      ArrowUp: this.#active === 0 ? last : this.#active - 1,
      PageDown: Math.min(last, this.#active + pageOfPicks),
      PageUp: Math.max(0, this.#active - pageOfPicks),
    }[event.key];
    const isPalette = event.key === "F1" || (event.ctrlKey && event.shiftKey && event.code === "KeyP");
    if (next !== undefined) {
      this.#active = Math.max(0, next);
      this.#mark();
    } else if (event.key === "Enter" && !event.isComposing) {
      this.#choose(this.#active);
    } else if (isPalette) {
      this.open(">");
    } else if (event.ctrlKey && event.code === "KeyP") {
      this.open("");
    } else {
      return;
    }

    event.preventDefault();
  }

  /** The dialog gives the keyboard back first: what is chosen may take it elsewhere. */
  #choose(index: number): void {
    const pick = this.#picks[index];
    const [, query] = this.#parts();
    if (pick && this.#source) {
      this.dialog.close();
      this.#source.choose(pick.id, query);
    }
  }
}

function groupLine(name: string): HTMLElement {
  const made = element("li", "palette-group", name);
  made.setAttribute("role", "presentation");
  return made;
}

function line(pick: Pick, index: number): HTMLElement {
  const made = element("li", "palette-line", element("span", "palette-label", ...marked(pick.label, pick.positions)));
  made.id = `palette-${index}`;
  made.dataset["at"] = String(index);
  made.dataset["id"] = pick.id;
  made.setAttribute("role", "option");
  made.setAttribute("aria-disabled", String(pick.refusal !== undefined));
  if (pick.detail !== undefined) {
    made.append(element("span", "palette-detail", shownText(pick.detail)));
  }

  if (pick.keys !== undefined) {
    made.append(element("kbd", "", shownKeys(pick.keys)));
  }

  return made;
}

/** The label with what answers the query set off. */
function marked(label: string, positions: readonly number[]): (Node | string)[] {
  const hits = new Set(positions);
  const parts: (Node | string)[] = [];
  for (let start = 0; start < label.length; ) {
    const isHit = hits.has(start);
    let end = start + 1;
    while (end < label.length && hits.has(end) === isHit) {
      end++;
    }

    const text = shownText(label.slice(start, end));
    parts.push(isHit ? element("mark", "", text) : text);
    start = end;
  }

  return parts;
}
