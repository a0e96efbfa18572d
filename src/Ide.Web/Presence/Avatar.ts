import { element } from "../Ui/Elements";
import { colours } from "./Colours";
import { initialsOf } from "./People";

/** A person as initials on a colour of their own. */
export function avatar(name: string): HTMLElement {
  const picture = element("span", "avatar");
  // Drawn by the stylesheet: letters are a picture of the name, and no words beside it.
  picture.dataset["initials"] = initialsOf(name);
  picture.dataset["hue"] = String(colours.of(name));
  picture.title = name;
  picture.setAttribute("role", "img");
  picture.setAttribute("aria-label", name);
  picture.dataset["person"] = name;
  return picture;
}

/** Faces that were drawn before their colours were told. */
export function recolour(): void {
  for (const picture of document.querySelectorAll<HTMLElement>(".avatar[data-person]")) {
    picture.dataset["hue"] = String(colours.of(picture.dataset["person"]!));
  }
}
