import type { DisposableStore } from "../Workbench/Disposable";
import { colours } from "./Colours";
import { initialsOf } from "./People";
import type { PersonHere } from "./Roster";

/** Of this many people the initials are shown; of more, their number. */
const most = 2;

/**
 * Marks the files that others look at, in the explorer and on the editor's tabs. Only attributes are set, which those who
 * draw the rows know nothing of; so they are set again whenever rows are drawn; who knows of the editor's tabs asks for that.
 */
export function mountMarks(people: () => readonly PersonHere[], scope: DisposableStore): () => void {
  let asked = false;
  const update = (): void => {
    asked = false;
    const looking = new Map<string, PersonHere[]>();
    for (const person of people()) {
      if (!person.isMe && !person.isAway && person.look?.path !== undefined) {
        looking.set(person.look.path, [...(looking.get(person.look.path) ?? []), person]);
      }
    }

    for (const row of document.querySelectorAll<HTMLElement>(".tree-row[data-path], .pane.editor .tab[data-path]")) {
      const here = looking.get(row.dataset["path"] ?? "") ?? [];
      const text = here.length > most ? String(here.length) : here.map(({ name }) => initialsOf(name)).join(" ");
      set(row, "here", text === "" ? undefined : text);
      set(row, "hue", here[0] === undefined ? undefined : String(colours.of(here[0].name)));
    }
  };
  const ask = (): void => {
    if (!asked) {
      asked = true;
      requestAnimationFrame(update);
    }
  };
  const drawn = new MutationObserver(ask);
  const explorer = document.querySelector(".pane.explorer");
  if (explorer) {
    drawn.observe(explorer, { childList: true, subtree: true, attributes: true, attributeFilter: ["data-path"] });
  }

  scope.defer(() => drawn.disconnect());
  return ask;
}

function set(row: HTMLElement, name: string, value: string | undefined): void {
  if (value === undefined) {
    delete row.dataset[name];
  } else if (row.dataset[name] !== value) {
    row.dataset[name] = value;
  }
}
