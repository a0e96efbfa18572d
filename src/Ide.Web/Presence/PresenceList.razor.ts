import { element } from "../Ui/Elements";
import { type Disposable, DisposableStore } from "../Workbench/Disposable";
import type { Role } from "../Workbench/JournalEvents";
import { holdSession, type SandboxView } from "../Workbench/SandboxSession";
import { avatar, recolour } from "./Avatar";
import { colours } from "./Colours";
import { Following } from "./Following";
import { mountFollowing } from "./FollowingBar";
import { reportGaze } from "./Gaze";
import { mountMarks } from "./Marks";
import { mountPeoplePanel } from "./PeoplePanel";
import { nameAndRole, type PersonHere, Roster } from "./Roster";

/** Faces shown; the rest is a number. */
const most = 5;

/** Milliseconds after which the page of somebody whose role was changed loads again, to offer what they may do now. */
const roleSettles = 700;

/** Mounts who is in the sandbox now: faces, the list behind them, following, and what others see of this page's person. */
export function mount(host: HTMLButtonElement, view: SandboxView): Disposable {
  const scope = new DisposableStore();
  const session = holdSession(view, scope);
  const roster = new Roster(view.me, session.people);
  const following = new Following();
  const panel = mountPeoplePanel(roster, following, scope);
  const mark = mountMarks(() => roster.people, scope);
  let shown = "";
  const show = (): void => {
    const people = roster.people;
    if (colours.become(session.hues)) {
      recolour();
    }

    // The same list comes again after each reconnect; nothing is to flicker for it.
    const state = JSON.stringify([people.map(({ label, role, isAway }) => [label, role, isAway]), following.who?.id]);
    if (state !== shown) {
      shown = state;
      host.removeAttribute("aria-label");
      host.replaceChildren(namesOf(people), ...people.slice(0, most).map((person) => face(person, following)), ...restOf(people));
    }

    heedRole(people.find(({ isMe }) => isMe)?.role);
    following.update(people);
    panel.update();
    mark();
  };
  // What a reconnect replays of earlier lists holds no more in the next moment: only a role that stays is heeded.
  let reload: ReturnType<typeof setTimeout> | undefined;
  const heedRole = (role: Role | undefined): void => {
    clearTimeout(reload);
    if (role !== undefined && role !== view.role) {
      reload = setTimeout(() => void session.beforeReload().then(() => location.reload()), roleSettles);
    }
  };
  scope.defer(() => clearTimeout(reload));
  mountFollowing(session, following, scope);
  reportGaze(session, scope);
  scope.add(session.connection.onEvents((batch) => roster.apply(batch) && show()));
  scope.add(session.connection.onReset(() => roster.reset()));
  scope.add(session.editor.onMove(mark));
  scope.add(following.onChange(() => show()));
  scope.listen(host, "click", () => panel.toggle(host));
  scope.add(
    session.commands.register({
      id: "presence.show",
      title: "Who is here, and follow somebody",
      everywhere: true,
      run: () => panel.toggle(host),
    }),
  );
  scope.add(
    session.commands.register({
      id: "presence.stopFollowing",
      title: "Stop following",
      everywhere: true,
      refusal: () => (following.who ? undefined : "You follow nobody"),
      run: () => following.stop(),
    }),
  );
  show();
  return scope;
}

function face(person: PersonHere, following: Following): HTMLElement {
  const picture = avatar(person.name);
  const label = `${nameAndRole(person)}${person.isAway ? " · away" : ""}`;
  picture.classList.toggle("away", person.isAway === true);
  picture.classList.toggle("followed", person.id === following.who?.id);
  picture.title = label;
  picture.setAttribute("aria-hidden", "true");
  return picture;
}

/** The faces in words. */
function namesOf(people: readonly PersonHere[]): HTMLElement {
  const names = people.slice(0, most).map(({ label, isMe }) => (isMe ? `${label} (you)` : label));
  return element("span", "visually-hidden", `Who is here: ${names.join(", ")}`);
}

function restOf(people: readonly PersonHere[]): HTMLElement[] {
  const rest = people.length - most;
  return rest > 0 ? [element("span", "presence-more", `+${rest}`)] : [];
}
