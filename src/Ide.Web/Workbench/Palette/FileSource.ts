import type { FileIndex } from "./FileIndex";
import { type FileQuery, parseFileQuery } from "./FileQuery";
import { fuzzyPath, type Match } from "./Fuzzy";
import { mostPicks, type Pick, type Picks, type PickSource } from "./PickSource";
import { inSlices, nextTask, type Ranked, ranking } from "./Ranking";
import type { Recents } from "./Recents";

/** What a file that was open a moment ago counts more; less for each that was open after it. */
const recentBonus = 24;

const nothingAsked: Match = { score: 0, positions: [] };

/** The files of the sandbox: those opened last first. `name:line` goes to a line, `:line` to one of the file in front. */
export class FileSource implements PickSource {
  readonly name = "Files";
  readonly placeholder = "Type part of a path, or > for commands; name:12 opens at line 12";

  constructor(
    private readonly index: FileIndex,
    private readonly recents: Recents,
    private readonly editor: { readonly active: string | undefined; openAt(path: string, line?: number, column?: number): void },
    private readonly sentenceOf: (error: unknown) => string,
  ) {}

  async search(text: string, show: (picks: Picks) => void, signal: AbortSignal): Promise<void> {
    const query = parseFileQuery(text);
    if (query.path === "" && text.startsWith(":")) {
      show(this.#lineOf(query));
      return;
    }

    await this.#rank(query, show, signal, "");
    const known = this.index.known;
    try {
      await this.index.refresh();
      if (!signal.aborted && this.index.known !== known) {
        await this.#rank(query, show, signal, "");
      }
    } catch (error) {
      if (!signal.aborted) {
        await this.#rank(query, show, signal, `The files could not be listed. ${this.sentenceOf(error)}`);
      }
    }
  }

  choose(path: string, text: string): void {
    const { line, column } = parseFileQuery(text);
    this.editor.openAt(path, line, column);
  }

  async #rank({ path: query }: FileQuery, show: (picks: Picks) => void, signal: AbortSignal, problem: string): Promise<void> {
    const { paths, truncated } = this.index.known;
    const recent = query === "" ? this.#recentOf(paths) : [];
    const best = await inSlices(
      query === ""
        ? ranking([...new Set([...recent, ...paths])], () => nothingAsked, mostPicks)
        : ranking(paths, (path) => this.#match(query, path), mostPicks),
      signal,
      nextTask,
    );
    if (!best || signal.aborted) {
      return;
    }

    const note =
      problem !== "" ? problem
      : truncated ? `Of more than ${paths.length.toLocaleString("en")} files only the first are searched.`
      : best.length > 0 ? ""
      : paths.length === 0 ? "Looking for files…"
      : "No file has such a path.";
    show({ picks: best.map((ranked, index) => pickOf(ranked, query === "" ? groupOf(index, recent.length) : undefined)), ...(note === "" ? {} : { note }) });
  }

  /** Those that are still there, as far as that is known. */
  #recentOf(paths: readonly string[]): readonly string[] {
    const known = new Set(paths);
    return this.recents.items.filter((path) => known.has(path) || known.size === 0);
  }

  #match(query: string, path: string): Match | undefined {
    const match = fuzzyPath(query, path);
    const place = match && this.recents.place(path);
    return place === undefined ? match : { ...match!, score: match!.score + recentBonus / (place + 1) };
  }

  #lineOf({ line }: FileQuery): Picks {
    const { active } = this.editor;
    return active === undefined
      ? { picks: [], note: "No file is open." }
      : line === undefined
        ? { picks: [], note: `Type the number of a line in ${active}.` }
        : { picks: [{ id: active, label: `Go to line ${line}`, positions: [], detail: active }] };
  }
}

function groupOf(index: number, recent: number): string | undefined {
  return index === 0 && recent > 0 ? "Recently opened" : index === recent && recent > 0 ? "All" : undefined;
}

/** The name is what one looks for; its folder stands behind it. */
function pickOf({ item: path, positions }: Ranked<string>, group: string | undefined): Pick {
  const name = path.lastIndexOf("/") + 1;
  return {
    id: path,
    label: path.slice(name),
    positions: positions.filter((position) => position >= name).map((position) => position - name),
    ...(name > 0 ? { detail: path.slice(0, name - 1) } : {}),
    ...(group === undefined ? {} : { group }),
  };
}
