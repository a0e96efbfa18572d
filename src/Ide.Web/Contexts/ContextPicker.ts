import { element, textButton } from "../Ui/Elements";
import { shownNameOf } from "../Ui/FileNames";
import { icon } from "../Ui/Icons";
import type { SandboxSession } from "../Workbench/SandboxSession";
import type { ContextActions } from "./ContextActions";
import { type ContextInfo, contextName, isOffered, languageName } from "./ContextList";

type Choice = { readonly id: string | undefined } | { readonly make: "shared" | "own" };

/** Lets a person choose in which context a file runs, or make a new one for it. */
export async function pickContext(session: SandboxSession, actions: ContextActions, path: string, language: string): Promise<void> {
  const choice = await askFor(session, path, language);
  if (choice && "make" in choice) {
    await actions.create(language, choice.make === "own", path);
  } else if (choice) {
    session.contexts.choices.choose(path, choice.id);
  }
}

function askFor(session: SandboxSession, path: string, language: string): Promise<Choice | undefined> {
  const { list, choices } = session.contexts;
  const { me } = session.view;
  const now = choices.chosen(path, language)?.id;
  const others = list.all.filter((context) => context.language === language && context.isDefault !== true);
  return new Promise((resolve) => {
    const dialog = element("dialog", "dialog");
    const title = `Run ${shownNameOf(path)} in`;
    let chosen: Choice | undefined;
    const choose = (choice: Choice) => (): void => {
      chosen = choice;
      dialog.close();
    };
    const options = [
      option(languageName(language), "everybody’s default", now === undefined, choose({ id: undefined })),
      ...others.map((context) => optionOf(context, me, now, choose({ id: context.id }))),
    ];
    const menu = element("div", "context-options", ...options);
    dialog.dataset["testid"] = "context-picker";
    dialog.setAttribute("aria-label", title);
    dialog.append(
      element("h2", "dialog-title", title),
      menu,
      element("div", "dialog-actions",
        textButton("Cancel", "", () => dialog.close()),
        textButton("New of your own…", "", choose({ make: "own" })),
        textButton("New shared…", "", choose({ make: "shared" }))),
    );
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(chosen);
    });
    document.body.append(dialog);
    dialog.showModal();
    menu.querySelector<HTMLElement>('[aria-pressed="true"]')?.focus();
  });
}

function optionOf(context: ContextInfo, me: string, now: string | undefined, choose: () => void): HTMLButtonElement {
  const whose = context.shared ? "shared" : context.owner === me ? "your own" : `${context.owner}’s own`;
  const made = option(contextName(context), context.state === "dead" ? `${whose} · dead` : whose, context.id === now, choose);
  made.disabled = !isOffered(context, me);
  return made;
}

function option(name: string, detail: string, isNow: boolean, choose: () => void): HTMLButtonElement {
  const button = element("button", "context-option", icon(isNow ? "check" : "box"), element("span", "context-name", name), element("span", "context-facts", detail));
  button.type = "button";
  button.setAttribute("aria-pressed", String(isNow));
  button.addEventListener("click", choose);
  return button;
}
