import { element } from "../Ui/Elements";
import { openTerminal } from "./OpenTerminals";

/**
 * Has the keyboard from the moment when somebody asks for a terminal until that terminal takes it: what is typed meanwhile is
 * meant for it, and would otherwise reach the one before. The terminal then gets it as if it were typed there, connected or
 * not (`EarlyInput`). Whoever goes elsewhere meanwhile has changed their mind.
 */
export class TypedAhead {
  readonly #before = document.activeElement;
  readonly #field = element("textarea", "visually-hidden");
  #id: string | undefined;

  constructor(private readonly host: HTMLElement) {
    this.#field.setAttribute("aria-label", "The new terminal is on its way");
    this.#field.addEventListener("blur", (event) => this.#isOfNew(event.relatedTarget) || this.#field.remove());
    this.#field.addEventListener("keydown", (event) => {
      if (event.key === "Tab" && !event.ctrlKey && !event.altKey && !event.shiftKey) {
        event.preventDefault();
        this.#field.setRangeText("\t", this.#field.selectionStart, this.#field.selectionEnd, "end");
      }
    });
    host.append(this.#field);
    this.#field.focus();
  }

  /** It has been made; as soon as it takes the keyboard it gets what was typed. */
  giveTo(id: string): void {
    this.#id = id;
    const take = (event: FocusEvent): void => {
      if (this.#isOfNew(event.target)) {
        this.host.removeEventListener("focusin", take);
        const text = this.#field.value.replaceAll("\n", "\r");
        if (this.#field.isConnected && text !== "") {
          openTerminal(id)?.type(text);
        }

        this.#field.remove();
      }
    };
    this.host.addEventListener("focusin", take);
  }

  /** There will be none: the keyboard goes back to where it was. */
  giveUp(): void {
    if (document.activeElement === this.#field && this.#before instanceof HTMLElement) {
      this.#before.focus();
    }

    this.#field.remove();
  }

  #isOfNew(target: EventTarget | null): boolean {
    return this.#id !== undefined && target instanceof Element && target.closest(`[data-terminal-id="${CSS.escape(this.#id)}"]`) !== null;
  }
}
