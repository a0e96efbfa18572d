import { element, textButton } from "../../Ui/Elements";
import { sentenceOf } from "../../Workbench/SandboxApi";
import type { AnswerDraft } from "../AnswerDrafts";
import type { InputItem } from "../Run";

/** A question that code asks, and its answer. */
export class InputView {
  readonly root = element("div", "input-item");
  #state = "";

  constructor(
    private readonly item: InputItem,
    /** Undefined for a viewer, who may not answer. */
    private readonly answer: ((value: string) => Promise<void>) | undefined,
    private readonly draft: AnswerDraft,
  ) {}

  /**
   * @param isOpen The run still waits for it.
   * @returns Whether its field had the keyboard and is gone.
   */
  update(isOpen: boolean): boolean {
    const state = this.item.answer ? "answered" : isOpen ? "asked" : "over";
    if (state === this.#state) {
      return false;
    }

    const hadKeyboard = this.root.contains(document.activeElement);
    this.#state = state;
    if (state !== "asked") {
      this.draft.keep("");
    }

    const prompt = element("span", "input-prompt", this.item.prompt);
    if (this.item.answer) {
      const value = this.item.answer.value ?? "••••••";
      this.root.replaceChildren(prompt, element("span", "input-answer", value), by(this.item.answer.by));
    } else if (!isOpen) {
      this.root.replaceChildren(prompt, element("span", "run-note", "not answered"));
    } else if (!this.answer) {
      this.root.replaceChildren(prompt, element("span", "run-note", "waits for an editor's answer"));
    } else {
      this.root.replaceChildren(prompt, this.#form(this.answer));
    }

    return hadKeyboard;
  }

  /** Takes the keyboard where there is something to type. */
  focus(): void {
    this.root.querySelector<HTMLElement>("input")?.focus({ preventScroll: true });
  }

  #form(answer: (value: string) => Promise<void>): HTMLFormElement {
    const field = element("input", "field input-field");
    const problem = element("span", "input-problem");
    field.type = this.item.password ? "password" : "text";
    field.setAttribute("aria-label", this.item.prompt.trim() || "The program waits for input");
    field.autocomplete = "off";
    if (!this.item.password) {
      field.value = this.draft.text;
      field.addEventListener("input", () => this.draft.keep(field.value));
    }

    const send = textButton("Send", "button-primary button-small", () => {});
    send.type = "submit";
    const form = element("form", "input-form", field, send, problem);
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      send.disabled = true;
      problem.textContent = "";
      answer(field.value).catch((error: unknown) => {
        send.disabled = false;
        problem.textContent = sentenceOf(error);
      });
    });
    return form;
  }
}

function by(name: string): HTMLElement {
  return element("span", "run-note", name);
}
