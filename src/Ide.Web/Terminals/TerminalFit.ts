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

  /** Of the font at its own size. Drawn smaller, a cell is not quite so much smaller: what was measured is kept. */
  const ownCell = (): Box => {
    const screen = surface.querySelector(".xterm-screen")?.getBoundingClientRect();
    if (terminal.options.fontSize === own && screen && screen.width > 0) {
      cell = { width: screen.width / terminal.cols, height: screen.height / terminal.rows };
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
    const screen = surface.querySelector<HTMLElement>(".xterm-screen");
    return screen !== null && (screen.offsetWidth > surface.clientWidth || screen.offsetHeight > surface.clientHeight);
  };
  const adopt = ({ cols, rows }: Grid): void => {
    if (cols !== terminal.cols || rows !== terminal.rows) {
      terminal.resize(cols, rows);
    }

    refresh();
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
