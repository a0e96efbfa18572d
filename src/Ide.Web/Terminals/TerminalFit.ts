import type { Terminal } from "@xterm/xterm";
import type { DisposableStore } from "../Workbench/Disposable";
import { settings } from "../Workbench/Settings";
import { type Box, fitOf, fontSizeFor, type Grid, roomOf } from "./TerminalScale";

/** Pixels that xterm keeps for its scroll bar. */
const scrollBar = 14;

/** Keeps a terminal's grid, whose size all viewers share, whole in this viewer's room. */
export interface TerminalFit {
  /** What the room holds at the person's own font size: their vote. Undefined while nobody sees it. */
  readonly room: () => Grid | undefined;
  /** The size that holds for everybody. */
  readonly adopt: (grid: Grid) => void;
  /** After the room or the font has changed. */
  readonly refresh: () => void;
}

export function fitTerminal(terminal: Terminal, surface: HTMLElement, scope: DisposableStore): TerminalFit {
  let own = settings.get("terminalFontSize");
  let cell: Box | undefined;
  const screen = (): HTMLElement | null => surface.querySelector<HTMLElement>(".xterm-screen");

  /** Of the font at its own size. Drawn smaller, a cell is not quite so much smaller: what was measured is kept. */
  const ownCell = (): Box => {
    const shown = screen()?.getBoundingClientRect();
    if (terminal.options.fontSize === own && shown && shown.width > 0) {
      cell = { width: shown.width / terminal.cols, height: shown.height / terminal.rows };
    }

    return cell ?? { width: own * 0.6, height: own * 1.4 };
  };
  const room = (): Grid | undefined =>
    roomOf({ width: surface.clientWidth - scrollBar, height: surface.clientHeight }, ownCell());
  const refresh = (): void => {
    const available = room();
    if (!available) {
      return;
    }

    const grid = { cols: terminal.cols, rows: terminal.rows };
    let size = fontSizeFor(own, grid, available);
    setFont(size);
    while (size > 4 && size < own && isTooLarge()) {
      size -= 0.5;
      setFont(size);
    }

    surface.dataset["fit"] = fitOf(grid, available);
  };
  const setFont = (size: number): void => {
    if (terminal.options.fontSize !== size) {
      terminal.options.fontSize = size;
    }
  };
  const isTooLarge = (): boolean => {
    const shown = screen();
    return shown !== null && (shown.offsetWidth > surface.clientWidth || shown.offsetHeight > surface.clientHeight);
  };
  const adopt = ({ cols, rows }: Grid): void => {
    if (cols !== terminal.cols || rows !== terminal.rows) {
      const before = sizeOf(screen());
      terminal.resize(cols, rows);
      if (sizeOf(screen()) === before) {
        measureAnew();
      }
    }

    refresh();
  };
  /**
   * While nobody sees a terminal, xterm takes a new grid into its text at once, but into its screen and its scroll bar only when
   * the browser has time for it. Until then it would take what comes for scrolled away from, and stay there, and the old screen
   * divided by the new grid for a cell. For a font that changes it measures at once.
   */
  const measureAnew = (): void => {
    const size = terminal.options.fontSize ?? own;
    setFont(size + 1);
    setFont(size);
  };

  scope.add(
    settings.on("terminalFontSize", (size) => {
      own = size;
      cell = undefined;
      setFont(size);
      requestAnimationFrame(refresh);
    }),
  );
  return { room, adopt, refresh };
}

/** As xterm has set it, whether it is seen or not. */
function sizeOf(screen: HTMLElement | null): string {
  return `${screen?.style.width} ${screen?.style.height}`;
}
