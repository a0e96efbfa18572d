import { SearchAddon } from "@xterm/addon-search";
import { UnicodeGraphemesAddon } from "@xterm/addon-unicode-graphemes";
import { WebglAddon } from "@xterm/addon-webgl";
import { Terminal } from "@xterm/xterm";
import type { DisposableStore } from "../Workbench/Disposable";
import { isStill, onStill } from "../Workbench/Motion";
import { settings } from "../Workbench/Settings";
import { currentTheme, onTheme } from "../Workbench/Theme";
import { terminalColours } from "./TerminalColours";
import { linkHandler } from "./TerminalLinks";

/** An xterm with what every terminal of the page has. */
export interface TerminalScreen {
  readonly terminal: Terminal;
  readonly search: SearchAddon;
}

export function openScreen(host: HTMLElement, readOnly: boolean, scope: DisposableStore): TerminalScreen {
  const terminal = scope.add(
    new Terminal({
      allowProposedApi: true,
      cursorBlink: !isStill(),
      cursorInactiveStyle: "outline",
      disableStdin: readOnly,
      fontFamily: '"JetBrains Mono Variable", ui-monospace, monospace',
      fontSize: settings.get("terminalFontSize"),
      lineHeight: 1.2,
      linkHandler,
      macOptionIsMeta: true,
      // Programs choose their pairs of colours for a black ground, and for palettes other than the page's.
      minimumContrastRatio: 4.5,
      rightClickSelectsWord: false,
      screenReaderMode: settings.get("terminalScreenReader"),
      scrollback: 10_000,
      theme: terminalColours(currentTheme()),
    }),
  );
  const search = new SearchAddon();
  terminal.loadAddon(search);
  terminal.loadAddon(new UnicodeGraphemesAddon());
  terminal.open(host);
  useWebgl(terminal);
  scope.add(onTheme((theme) => (terminal.options.theme = terminalColours(theme))));
  scope.add(onStill(() => (terminal.options.cursorBlink = !isStill())));
  scope.add(settings.on("terminalScreenReader", (on) => (terminal.options.screenReaderMode = on)));
  return { terminal, search };
}

/** Draws on the graphics card where that can be had; a browser that takes it back gets the DOM renderer. */
function useWebgl(terminal: Terminal): void {
  try {
    const webgl = new WebglAddon();
    webgl.onContextLoss(() => webgl.dispose());
    terminal.loadAddon(webgl);
  } catch {
    // The DOM renderer stands already.
  }
}
