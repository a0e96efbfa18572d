// What is asked of a living context: completions, a description, the variables, a window of a table.
import util from "node:util";
import { muted } from "./output.mjs";
import { TookTooLong, within } from "./patience.mjs";
import { Previews } from "./previews.mjs";
import { Windows } from "./windows.mjs";

const MAX_COMPLETIONS = 500;
const MAX_DESCRIPTION = 100_000;
/** The Agent waits for 10 s. */
const TABLE_SECONDS = 8;

const NAME = "[\\p{ID_Start}$_][\\p{ID_Continue}$]*";
const PATH_BEFORE = new RegExp(`((?:${NAME}(?:\\?)?\\.)*)(${NAME})?$`, "u");
const KEYWORDS = ("await async break case catch class const continue debugger default delete do else export extends false "
  + "finally for function if import in instanceof let new null return static super switch this throw true try typeof "
  + "undefined var void while with yield").split(" ");

export class Introspection {
  #inspection;
  #previews;
  #windows = new Windows();

  constructor(inspection) {
    this.#inspection = inspection;
    this.#previews = new Previews(inspection);
  }

  /** A run begins, and may change everything. */
  forget() {
    this.#windows.forget();
  }

  answer(request) {
    switch (request.type) {
      case "complete": return this.#complete(request.code.slice(0, request.cursor), request.cursor);
      case "inspect": return this.#inspect(request.code, request.cursor);
      case "variables": return { variables: this.#previews.list() };
      case "table": return this.#table(request);
      default: return { error: `unknown request ${request.type}` };
    }
  }

  #complete(before, cursor) {
    const [, path, start = ""] = PATH_BEFORE.exec(before);
    const names = path ? this.#members(path.replace(/\??\.$/, "")) : [
      ...this.#inspection.lexicalNames(), ...Object.getOwnPropertyNames(globalThis), ...KEYWORDS];
    const matches = [...new Set(names)]
      .filter((name) => name.startsWith(start) && /^[\p{ID_Start}$_]/u.test(name))
      .sort((a, b) => a.startsWith("_") - b.startsWith("_") || a.localeCompare(b))
      .slice(0, MAX_COMPLETIONS);
    return { matches, cursorStart: cursor - start.length, cursorEnd: cursor };
  }

  #members(expression) {
    let value = this.#inspection.peek(expression);
    const names = [];
    for (value = value === undefined || value === null ? null : Object(value); value; value = Object.getPrototypeOf(value)) {
      names.push(...Object.getOwnPropertyNames(value));
    }
    return names;
  }

  #inspect(code, cursor) {
    const before = PATH_BEFORE.exec(code.slice(0, cursor));
    const after = new RegExp(`^[\\p{ID_Continue}$]*`, "u").exec(code.slice(cursor))[0];
    const name = before[1] + (before[2] ?? "") + after;
    const value = name ? this.#inspection.peek(name) : undefined;
    if (value === undefined) {
      return { found: false };
    }
    const text = typeof value === "function" ? Function.prototype.toString.call(value) : util.inspect(value, { depth: 2 });
    return { found: true, name, text: text.slice(0, MAX_DESCRIPTION) };
  }

  #table(request) {
    const value = this.#previews.find(request.name);
    if (value === undefined) {
      return { refusal: `There is no variable ${request.name}.` };
    }
    try {
      return { table: muted(() => within(TABLE_SECONDS * 1000, () => this.#windows.read(value, request))) };
    } catch (error) {
      return {
        refusal: error instanceof TookTooLong ? `The table did not answer within ${TABLE_SECONDS} s.` : String(error?.message).slice(0, 500),
      };
    }
  }
}
