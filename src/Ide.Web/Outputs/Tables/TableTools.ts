import { copyText } from "../../Ui/Clipboard";
import { element, textButton } from "../../Ui/Elements";
import { toast } from "../../Ui/Toasts";
import { saveAs } from "../Saving";
import { separatedValues } from "./SeparatedValues";

/** Takes a table out of the page. @param lines Its cells, heads first, as they are ordered at the moment. */
export function tableTools(note: string, lines: () => readonly (readonly string[])[]): HTMLElement {
  const copy = async (separator: "," | "\t"): Promise<void> => {
    try {
      await copyText(separatedValues(lines(), separator));
      toast("success", `Copied the table as ${separator === "," ? "CSV" : "TSV"}.`);
    } catch {
      toast("error", "The browser did not allow copying.");
    }
  };
  return element(
    "div",
    "table-tools",
    element("span", "table-note", note),
    textButton("Copy CSV", "button-quiet button-small", () => void copy(",")),
    textButton("Copy TSV", "button-quiet button-small", () => void copy("\t")),
    textButton("Download CSV", "button-quiet button-small", () => saveAs("table.csv", "text/csv", separatedValues(lines(), ","))),
  );
}
