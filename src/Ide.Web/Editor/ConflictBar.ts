import { element, textButton } from "../Ui/Elements";
import { icon } from "../Ui/Icons";
import type { OpenFile } from "./OpenFile";

export interface ConflictChoices {
  readonly overwrite: () => void;
  readonly reload: () => void;
  readonly compare: () => void;
  readonly close: () => void;
}

/** Says that a file and its unsaved text went different ways, and lets the person choose. */
export function conflictBar(file: OpenFile, comparing: boolean, choices: ConflictChoices): HTMLElement | undefined {
  const { conflict } = file;
  if (!conflict) {
    return undefined;
  }

  const bar = element("div", "editor-bar editor-conflict", icon("triangle-alert"));
  bar.setAttribute("role", "alert");
  const say = (text: string): HTMLElement => element("span", "editor-bar-text", text);
  const button = (label: string, run: () => void): HTMLButtonElement => textButton(label, "button-small", run);
  switch (conflict.kind) {
    case "changed":
      bar.append(
        say(
          comparing
            ? "Somebody else has changed this file. Compare, edit your text here, then save what it has become."
            : "This file was changed on disk, and here is unsaved text.",
        ),
        button(comparing ? "Back to editing" : "Compare", choices.compare),
        button("Take theirs", choices.reload),
        button(comparing ? "Save my text" : "Overwrite with mine", choices.overwrite),
      );
      break;
    case "deleted":
      bar.append(
        say("This file was deleted or moved. Its text is kept here."),
        button("Save it again", choices.overwrite),
        button("Close", choices.close),
      );
      break;
    case "unreadable":
      bar.append(
        say(`On disk this file is something else now. ${conflict.reason}`),
        button("Overwrite with mine", choices.overwrite),
        button("Close", choices.close),
      );
      break;
  }

  return bar;
}
