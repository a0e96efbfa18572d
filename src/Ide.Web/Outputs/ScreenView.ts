import { counted } from "../Ui/Counted";
import { element } from "../Ui/Elements";
import { linkedLine, type OpenPlace } from "./Results/LinkedLine";
import type { Line } from "./Line";
import type { Screen } from "./Screen";
import type { TextStyle } from "./TextStyle";

interface Drawn {
  readonly row: HTMLElement;
  revision: number;
}

/** Draws a screen: one element a line, and only the lines that have changed. */
export class ScreenView {
  readonly root = element("div", "screen");
  readonly #hidden = element("div", "screen-hidden");
  readonly #rows = element("div", "screen-rows");
  #drawn: Drawn[] = [];
  #first = 0;

  /** @param more Offers the part that is not shown; null where there is none to be had. */
  constructor(
    private readonly screen: Screen,
    more: Node | null,
    private readonly open?: OpenPlace,
  ) {
    this.#hidden.hidden = true;
    this.#hidden.append(element("span", "screen-hidden-count"), ...(more ? [more] : []));
    const content = element("div", "", this.#hidden, this.#rows);
    this.root.append(content);
    // It goes with what it looks at.
    new ResizeObserver(() => this.#reachByKeyboard(content.offsetHeight > this.root.clientHeight)).observe(content);
  }

  /** What has to be scrolled can be, without a pointer, too. */
  #reachByKeyboard(scrolls: boolean): void {
    for (const [name, value] of [["tabindex", "0"], ["role", "group"], ["aria-label", "Printed text"]] as const) {
      scrolls ? this.root.setAttribute(name, value) : this.root.removeAttribute(name);
    }
  }

  update(): void {
    const { lines, dropped } = this.screen;
    const dirty = this.screen.takeDirty();
    this.#dropUpTo(dropped);
    for (let index = Math.max(0, Math.min(dirty - dropped, this.#drawn.length)); index < lines.length; index++) {
      this.#draw(index, lines[index] as Line);
    }

    this.#shrinkTo(lines.length);
    this.#showEmptyEnd(lines);
  }

  #dropUpTo(dropped: number): void {
    const surplus = Math.min(dropped - this.#first, this.#drawn.length);
    this.#first = dropped;
    if (surplus > 0 && surplus === this.#drawn.length) {
      this.#rows.replaceChildren();
      this.#drawn = [];
    } else {
      this.#drawn.splice(0, surplus).forEach(({ row }) => row.remove());
    }

    if (dropped > 0) {
      this.#hidden.hidden = false;
      (this.#hidden.firstElementChild as HTMLElement).textContent =
        `${this.screen.hasGap ? "More than " : ""}${counted(dropped, "earlier line")} hidden`;
    }
  }

  #draw(index: number, line: Line): void {
    const drawn = this.#drawn[index];
    if (!drawn) {
      const row = element("div", "line");
      fill(row, line, this.open);
      this.#rows.append(row);
      this.#drawn.push({ row, revision: line.revision });
    } else if (drawn.revision !== line.revision || drawn.row.childNodes.length === 0) {
      fill(drawn.row, line, this.open);
      drawn.revision = line.revision;
    }
  }

  #shrinkTo(count: number): void {
    this.#drawn.splice(count).forEach(({ row }) => row.remove());
  }

  /** The empty line after the last line feed takes no room until something is written on it. */
  #showEmptyEnd(lines: readonly Line[]): void {
    const last = this.#drawn.at(-1);
    this.#rows.querySelector(":scope > .line-end")?.classList.remove("line-end");
    if (last && lines.length > 1 && lines.at(-1)?.length === 0) {
      last.row.classList.add("line-end");
    }
  }
}

function fill(row: HTMLElement, line: Line, open: OpenPlace | undefined): void {
  row.replaceChildren(
    ...line.spans.flatMap(({ text, style }) => {
      const classes = classesOf(style);
      if (style.link !== undefined) {
        return [linkTo(style.link, text, classes, open)];
      }

      // A trace that a program prints leads to its files like one that an interpreter reports.
      const content = open && mayName.test(text) ? linkedLine(text, open) : [document.createTextNode(text)];
      if (classes === "" && style.foreground === undefined && style.background === undefined) {
        return content;
      }

      const span = element("span", classes, ...content);
      colour(span, style);
      return [span];
    }),
  );
}

/** Something like a place in a file: worth a closer look. */
const mayName = /\/[^/]+:\d|", line \d/;

/** A link that a program has written. Its address shows in its tooltip, whatever its text pretends. */
function linkTo(address: string, text: string, classes: string, open: OpenPlace | undefined): HTMLElement {
  const url = new URL(address);
  if (url.protocol === "file:") {
    const path = pathOf(url);
    const button = element("button", `place-link ${classes}`, text);
    button.type = "button";
    button.title = `Open ${path}`;
    button.addEventListener("click", () => open?.({ path, line: 1, column: undefined }));
    return button;
  }

  const link = element("a", classes, text);
  // Nothing that a program prints may reach the product as its reader.
  if (url.host !== location.host) {
    link.href = url.href;
    link.target = "_blank";
    link.rel = "noopener noreferrer";
  }

  link.title = address;
  return link;
}

function classesOf(style: TextStyle): string {
  const names: string[] = [];
  for (const name of ["bold", "dim", "italic", "underline", "inverse", "strike", "error"] as const) {
    if (style[name]) {
      names.push(`text-${name}`);
    }
  }

  return names.join(" ");
}

function colour(span: HTMLElement, style: TextStyle): void {
  if (style.foreground !== undefined) {
    span.style.setProperty("--fg", cssColour(style.foreground));
    span.classList.add("has-fg");
  }

  if (style.background !== undefined) {
    span.style.setProperty("--bg", cssColour(style.background));
    span.classList.add("has-bg");
  }
}

/** The first sixteen follow the theme; the rest of the palette is the customary cube and greys. */
export function cssColour(colour: number | string): string {
  if (typeof colour === "string") {
    return colour;
  }

  if (colour < 16) {
    return `var(--ansi-${colour})`;
  }

  if (colour >= 232) {
    const grey = 8 + (colour - 232) * 10;
    return `rgb(${grey} ${grey} ${grey})`;
  }

  const step = (part: number): number => (part === 0 ? 0 : 55 + part * 40);
  const cube = colour - 16;
  return `rgb(${step(Math.floor(cube / 36))} ${step(Math.floor(cube / 6) % 6)} ${step(cube % 6)})`;
}

function pathOf({ pathname }: URL): string {
  try {
    return decodeURIComponent(pathname);
  } catch {
    return pathname;
  }
}
