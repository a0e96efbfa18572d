import { element, textButton } from "./Elements";

export interface Choice<T> {
  readonly label: string;
  readonly value: T;
  readonly look?: "primary" | "danger";
}

/**
 * Asks before something is lost. Resolves to the choice, or undefined when the person backed out.
 *
 * @param option Stands between the text and the choices.
 */
export function ask<T>(title: string, text: string, choices: readonly Choice<T>[], option?: HTMLElement): Promise<T | undefined> {
  return new Promise((resolve) => {
    const dialog = element("dialog", "dialog");
    let chosen: T | undefined;
    const heading = element("h2", "dialog-title", title);
    const buttons = choices.map(({ label, value, look }) =>
      textButton(label, look ? `button-${look}` : "", () => {
        chosen = value;
        dialog.close();
      }),
    );
    const cancel = textButton("Cancel", "", () => dialog.close());
    dialog.setAttribute("aria-label", title);
    dialog.append(heading, element("p", "dialog-text", text), ...(option ? [option] : []), element("div", "dialog-actions", cancel, ...buttons));
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(chosen);
    });
    document.body.append(dialog);
    dialog.showModal();
    buttons.at(-1)?.focus();
  });
}
