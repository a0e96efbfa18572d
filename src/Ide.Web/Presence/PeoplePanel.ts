import { element, textButton } from "../Ui/Elements";
import type { DisposableStore } from "../Workbench/Disposable";
import { avatar } from "./Avatar";
import type { Following } from "./Following";
import { nameAndRole, type PersonHere, type Roster } from "./Roster";

/** With fewer people than this one looks for a face, not for a name. */
const searchedFrom = 8;

export interface PeoplePanel {
  toggle(anchor: HTMLElement): void;
  update(): void;
}

/** The list of everybody who is here: where they look, what they run, and the way to follow them. */
export function mountPeoplePanel(roster: Roster, following: Following, scope: DisposableStore): PeoplePanel {
  const title = element("h2", "people-title");
  const search = element("input", "field");
  search.type = "search";
  search.placeholder = "Find somebody";
  search.setAttribute("aria-label", "Find somebody who is here");
  const list = element("ul", "people-list");
  const panel = element("div", "people", element("div", "people-head", title, search), list);
  panel.popover = "auto";
  panel.setAttribute("role", "dialog");
  panel.setAttribute("aria-label", "Who is here");
  panel.dataset["testid"] = "people";
  document.body.append(panel);
  scope.defer(() => panel.remove());
  let opener: HTMLElement | undefined;

  const update = (): void => {
    if (!panel.matches(":popover-open")) {
      return;
    }

    const people = roster.people;
    title.textContent = people.length === 1 ? "Only you are here" : `${people.length} are here`;
    search.hidden = people.length < searchedFrom;
    const wanted = search.value.trim().toLowerCase();
    const shown = people.filter(({ label }) => label.toLowerCase().includes(wanted));
    const focused = (document.activeElement as HTMLElement | null)?.dataset["follow"];
    list.replaceChildren(...shown.map((person) => row(person)));
    if (focused !== undefined) {
      list.querySelector<HTMLElement>(`[data-follow="${CSS.escape(focused)}"]`)?.focus();
    }
  };
  const row = (person: PersonHere): HTMLElement => {
    const picture = avatar(person.name);
    picture.classList.toggle("away", person.isAway === true);
    picture.setAttribute("aria-hidden", "true");
    const name = element("span", "people-name", nameAndRole(person));
    name.title = person.label;
    const text = element("div", "people-text", name);
    const place = person.isAway ? "Away" : roster.whereabouts(person.look);
    if (place !== "") {
      text.append(element("span", "people-doing", person.isAway ? place : `In ${place}`));
    }

    if (person.running.length > 0) {
      text.append(element("span", "people-doing people-running", `Runs ${person.running.slice(-3).join(", ")}`));
    }

    const item = element("li", "people-row", picture, text);
    item.dataset["testid"] = "person";
    if (!person.isMe) {
      const isFollowed = following.who?.id === person.id;
      const button = textButton(isFollowed ? "Stop" : "Follow", "button-small", () => {
        isFollowed ? following.stop() : following.follow(person);
        panel.hidePopover();
      });
      button.dataset["follow"] = person.id;
      button.setAttribute("aria-label", `${isFollowed ? "Stop following" : "Follow"} ${person.label}`);
      item.append(button);
    }

    return item;
  };

  scope.listen(search, "input", update);
  scope.listen<ToggleEvent>(panel, "toggle", ({ newState }) => {
    opener?.setAttribute("aria-expanded", String(newState === "open"));
    if (newState === "closed" && panel.contains(document.activeElement)) {
      opener?.focus();
    }
  });
  return {
    update,
    toggle: (anchor) => {
      opener = anchor;
      panel.togglePopover();
      if (panel.matches(":popover-open")) {
        search.value = "";
        update();
        const box = anchor.getBoundingClientRect();
        panel.style.top = `${box.bottom + 6}px`;
        panel.style.left = `${Math.max(8, Math.min(box.right - panel.offsetWidth, innerWidth - panel.offsetWidth - 8))}px`;
        (search.hidden ? panel.querySelector<HTMLElement>("button, [tabindex]") : search)?.focus();
      }
    },
  };
}
