import { Emitter } from "../Workbench/Emitter";
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

  clear(): void {
    this.#files.clear();
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

  #changed(): void {
    this.#rows = undefined;
    this.#changes.emit();
  }
}
