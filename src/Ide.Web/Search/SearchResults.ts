import { Emitter } from "../Workbench/Emitter";
import type { FileChange } from "../Workbench/JournalEvents";
import type { SearchMatch } from "./SearchEvents";

/** A file with matches. */
export interface FoundFile {
  readonly path: string;
  /** Of the content that the matches are in. */
  etag: string;
  matches: readonly SearchMatch[];
  isOpen: boolean;
}

export type ResultRow =
  | { readonly kind: "file"; readonly file: FoundFile }
  | { readonly kind: "match"; readonly file: FoundFile; readonly match: SearchMatch };

/** What a search has found up to now, as a tree of files and matches, and as the rows that show of it. */
export class SearchResults {
  readonly #files = new Map<string, FoundFile>();
  readonly #changes = new Emitter<void>();
  /** Files that we write ourselves: what is told of them is no news. */
  readonly #ours = new Set<string>();
  #isOld = false;
  #rows: readonly ResultRow[] | undefined;

  readonly onChange = this.#changes.on.bind(this.#changes);

  get files(): readonly FoundFile[] {
    return [...this.#files.values()];
  }

  get matchCount(): number {
    return this.files.reduce((sum, file) => sum + file.matches.length, 0);
  }

  get rows(): readonly ResultRow[] {
    this.#rows ??= this.files.flatMap((file) => [
      { kind: "file", file } as const,
      ...(file.isOpen ? file.matches.map((match) => ({ kind: "match", file, match }) as const) : []),
    ]);
    return this.#rows;
  }

  /** Files that are shown have changed since they were searched. */
  get isOld(): boolean {
    return this.#isOld;
  }

  clear(): void {
    this.#files.clear();
    this.#ours.clear();
    this.#isOld = false;
    this.#changed();
  }

  /** Of a file with many matches they come in several parts. */
  add(path: string, etag: string, matches: readonly SearchMatch[]): void {
    const known = this.#files.get(path);
    if (known) {
      known.matches = [...known.matches, ...matches];
    } else {
      this.#files.set(path, { path, etag, matches, isOpen: true });
    }

    this.#changed();
  }

  setOpen(files: readonly FoundFile[], isOpen: boolean): void {
    files.forEach((file) => (file.isOpen = isOpen));
    this.#changed();
  }

  /** Takes a file, or one match of it, out of what is shown and replaced. */
  dismiss(row: ResultRow): void {
    this.update(row.file, row.file.etag, row.kind === "file" ? [] : row.file.matches.filter((match) => match !== row.match));
  }

  /** The file has other content now, and these matches in it. */
  update(file: FoundFile, etag: string, matches: readonly SearchMatch[]): void {
    file.etag = etag;
    file.matches = matches;
    if (matches.length === 0) {
      this.#files.delete(file.path);
    }

    this.#changed();
  }

  /** The next change of this file is ours. */
  expectChange(path: string): void {
    this.#ours.add(path);
  }

  /** It did not come to that. */
  expectNone(path: string): void {
    this.#ours.delete(path);
  }

  filesChanged(changes: readonly FileChange[]): void {
    const isOld = this.#isOld || changes.filter(({ path }) => !this.#ours.delete(path)).some((change) => this.#concerns(change));
    if (isOld !== this.#isOld) {
      this.#isOld = isOld;
      this.#changed();
    }
  }

  /** Of a folder that goes nothing is told of what was in it, and of more changes than can be told only that. */
  #concerns({ path, change }: FileChange): boolean {
    return change === "overflow"
      ? this.#files.size > 0
      : this.#files.has(path) || (change === "deleted" && [...this.#files.keys()].some((file) => file.startsWith(`${path}/`)));
  }

  #changed(): void {
    this.#rows = undefined;
    this.#changes.emit();
  }
}
