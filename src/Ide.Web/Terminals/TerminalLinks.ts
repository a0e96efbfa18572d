import { WebLinksAddon } from "@xterm/addon-web-links";
import type { ILink, ILinkHandler, Terminal } from "@xterm/xterm";
import { ask } from "../Ui/ConfirmDialog";
import { toast } from "../Ui/Toasts";
import type { DisposableStore } from "../Workbench/Disposable";
import { sentenceOf } from "../Workbench/SandboxApi";
import { type PathLink, pathLinks } from "./PathLinks";

type Open = (path: string, line: number, column?: number) => Promise<void>;

/** A click alone only takes the keyboard to the terminal, so that nobody opens a page by accident. */
const isMeant = (event: MouseEvent): boolean => event.ctrlKey || event.metaKey;

/** Links that a program has hidden behind a text of its own (OSC 8): where they lead is shown first, and asked. */
export const linkHandler: ILinkHandler = {
  allowNonHttpProtocols: false,
  activate: (event, target) => {
    if (isMeant(event)) {
      void ask("Open this address?", target, [{ label: "Open", value: true, look: "primary" }]).then((open) => open && visit(target));
    }
  },
};

/** Lets addresses in the output be opened in the browser, and places in files in the editor, by Ctrl and a click. */
export function addLinks(terminal: Terminal, open: Open, scope: DisposableStore): void {
  terminal.loadAddon(new WebLinksAddon((event, uri) => isMeant(event) && visit(uri)));
  scope.add(
    terminal.registerLinkProvider({
      provideLinks: (row, callback) => {
        const line = terminal.buffer.active.getLine(row - 1)?.translateToString(true) ?? "";
        callback(pathLinks(line).map((link) => linkAt(link, row, open)));
      },
    }),
  );
}

function linkAt(link: PathLink, row: number, open: Open): ILink {
  return {
    range: { start: { x: link.start + 1, y: row }, end: { x: link.end, y: row } },
    text: link.path,
    activate: (event) => {
      if (isMeant(event)) {
        open(link.path, link.line, link.column).catch((error: unknown) => toast("error", sentenceOf(error)));
      }
    },
  };
}

/** The page that is opened gets neither this window nor its address. */
function visit(address: string): void {
  if (/^https?:\/\//i.test(address)) {
    window.open(address, "_blank", "noopener,noreferrer");
  }
}
