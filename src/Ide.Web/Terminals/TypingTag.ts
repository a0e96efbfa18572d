import { avatar } from "../Presence/Avatar";
import { colours } from "../Presence/Colours";
import { element } from "../Ui/Elements";
import type { DisposableStore } from "../Workbench/Disposable";

/** Milliseconds that a name stays after the last that was heard of its typing; the sandbox tells twice a second. */
const stays = 1_500;

/** Shows who types in a terminal: their name in its corner, their colour on its tab. */
export function mountTypingTag(host: HTMLElement, id: string, scope: DisposableStore): (name: string) => void {
  const tag = element("div", "typing-tag");
  tag.dataset["testid"] = "typing-tag";
  tag.setAttribute("aria-hidden", "true"); // to read it out at every keystroke would drown what is typed
  tag.hidden = true;
  host.append(tag);
  let ends: ReturnType<typeof setTimeout> | undefined;
  const mark = (hue: string | undefined): void => {
    for (const tab of document.querySelectorAll<HTMLElement>(`[data-terminal-tab="${CSS.escape(id)}"]`)) {
      hue === undefined ? delete tab.dataset["hue"] : (tab.dataset["hue"] = hue);
    }
  };
  const hide = (): void => {
    tag.hidden = true;
    mark(undefined);
  };
  scope.defer(() => {
    clearTimeout(ends);
    hide();
    tag.remove();
  });

  return (name) => {
    clearTimeout(ends);
    ends = setTimeout(hide, stays);
    mark(String(colours.of(name)));
    if (tag.hidden || tag.dataset["name"] !== name) {
      tag.dataset["name"] = name;
      tag.dataset["hue"] = String(colours.of(name));
      tag.replaceChildren(avatar(name), element("span", "typing-name", name));
      tag.hidden = false;
    }
  };
}
