import { element } from "../../Ui/Elements";
import { type FilePlace, partsOf } from "./FileLinks";

/** Opens a file at a line; undefined where there is no editor to do it. */
export type OpenPlace = (place: FilePlace) => void;

/** The nodes of a line of a trace: the places that it names are buttons that go there. */
export function linkedLine(text: string, open: OpenPlace | undefined, own?: { readonly path: string; readonly line: number }): readonly Node[] {
  return partsOf(text, own).map(({ text: part, target }) => {
    if (!target || !open) {
      return document.createTextNode(part);
    }

    const link = element("button", "place-link", part);
    link.type = "button";
    link.title = `Open ${target.path} at line ${target.line}`;
    link.addEventListener("click", () => open(target));
    return link;
  });
}
