import { type Groups, parseGroups } from "./Groups";

/** Where a person was in the editor: kept in the browser, so that a reload leads back there. */
export class Place {
  readonly #key: string;

  constructor(sandbox: string) {
    this.#key = `ide.editor.${sandbox}`;
  }

  get groups(): Groups {
    return parseGroups(localStorage.getItem(this.#key));
  }

  set groups(groups: Groups) {
    localStorage.setItem(this.#key, JSON.stringify(groups));
  }

  /** Cursor, selection and scroll of a file in a group, as Monaco gives it; in a group that never showed it, as anywhere. */
  view(path: string, group: number): unknown {
    try {
      return JSON.parse(localStorage.getItem(this.#viewKey(path, group)) ?? localStorage.getItem(this.#viewKey(path)) ?? "null");
    } catch {
      return null;
    }
  }

  keepView(path: string, group: number, view: unknown): void {
    const text = JSON.stringify(view);
    localStorage.setItem(this.#viewKey(path), text);
    localStorage.setItem(this.#viewKey(path, group), text);
  }

  #viewKey(path: string, group?: number): string {
    return `${this.#key}.view${group === undefined || group === 1 ? "" : group}:${path}`;
  }
}
