import { toast } from "../Ui/Toasts";
import { isRunnable } from "../Editor/FileKinds";
import type { EditorFile } from "../Workbench/EditorSeat";
import type { SandboxSession } from "../Workbench/SandboxSession";
import { type Cell, cellAfter, cellAt, cellsOf, isContextLanguage } from "./Cells";
import { type Portion, portionAtCursor, portionOfCell } from "./Portion";

/**
 * What a person of a page can run: a file, a part of it. Runs without a time limit, in the context that the file has. A file
 * that was opened a moment ago runs when its text has come.
 */
export class Running {
  #last: Promise<unknown> = Promise.resolve();

  constructor(private readonly session: Pick<SandboxSession, "editor" | "connection" | "contexts" | "show">) {}

  /** The whole file as it is on disk, after what was typed has been saved. */
  async file(): Promise<void> {
    const { editor, connection, contexts } = this.session;
    const file = await editor.arrived();
    if (file && isRunnable(file.path) && (await editor.save(file.path))) {
      const contextId = contexts.choices.chosen(file.path, file.language)?.id;
      await this.#inTurn(() => connection.invoke("RunFile", { path: file.path, contextId, runId: newRunId() }));
      this.session.show("output");
    }
  }

  /** The cell at the cursor, or the file when it has none. */
  async here(): Promise<void> {
    const file = await this.session.editor.arrived();
    const cell = file && cellIn(file);
    await (cell ? this.#cells(file, [cell]) : this.file());
  }

  /** The cell at the cursor, or what is selected; then the cursor goes on behind it. */
  async andGoOn(): Promise<void> {
    const { editor } = this.session;
    const file = await editor.arrived();
    if (!file) {
      return;
    }

    const cell = cellIn(file);
    const lines = file.text.split("\n").length;
    if (cell) {
      const next = cellAfter(cellsOf(file.text, file.language), cell);
      // The line after the marker, where there is one: that is where one types.
      editor.moveTo(next ? Math.min(next.startLine + 1, next.endLine) : Math.min(cell.endLine, lines));
      await this.#cells(file, [cell]);
    } else {
      const portion = portionAtCursor(file);
      if (portion) {
        editor.moveTo(Math.min(portion.lastLine + 1, lines));
        await this.#portion(file, portion);
      }
    }
  }

  async selection(): Promise<void> {
    const file = await this.session.editor.arrived();
    const portion = file && portionAtCursor(file);
    if (portion) {
      await this.#portion(file, portion);
    }
  }

  /** All cells before the one at the cursor, or it and all after it. */
  async cells(which: "above" | "below"): Promise<void> {
    const file = await this.session.editor.arrived();
    const cell = file && cellIn(file);
    if (cell) {
      await this.cellsAt(cell.startLine, which);
    }
  }

  /** What a control beside a cell asks for: it need not be the one at the cursor. */
  async cellsAt(line: number, which: "this" | "above" | "below"): Promise<void> {
    const file = await this.session.editor.arrived();
    if (file) {
      const cells = cellsOf(file.text, file.language);
      const cell = cellAt(cells, line);
      const at = cell ? cells.indexOf(cell) : -1;
      await this.#cells(file, which === "this" ? cells.slice(at, at + 1) : which === "above" ? cells.slice(0, at) : cells.slice(at));
    }
  }

  /** Why nothing of the file in front can run in a context; undefined when it can, or when only its text can tell. */
  refusal(): string | undefined {
    const { active, path } = this.session.editor;
    if (path === undefined) {
      return "Open a file first";
    }

    return (active ? isContextLanguage(active.language) : isRunnable(path)) ? undefined : "Only Python, JavaScript and TypeScript run in parts";
  }

  /** The same about its cells. */
  refusalOfCells(): string | undefined {
    const file = this.session.editor.active;
    return this.refusal() ?? (!file || cellIn(file) ? undefined : "The file has no cells: begin one with # %% or // %%");
  }

  async #cells(file: EditorFile, cells: readonly Cell[]): Promise<void> {
    const portions = cells.flatMap((cell) => portionOfCell(file.text, cell) ?? []);
    if (portions.length === 0) {
      toast("info", "There is nothing to run in it.");
    }

    // What comes behind a cell that fails was not meant for what that one leaves: it ends with it, as in a notebook.
    const batchId = portions.length > 1 ? newRunId() : undefined;
    for (const portion of portions) {
      await this.#portion(file, portion, batchId);
    }
  }

  async #portion({ path, language }: EditorFile, { code, firstLine }: Portion, batchId?: string): Promise<void> {
    if (isContextLanguage(language)) {
      const contextId = this.session.contexts.choices.chosen(path, language)?.id;
      await this.#inTurn(() => this.session.connection.invoke("RunCode", { code, language, contextId, runId: newRunId(), path, firstLine, batchId }));
      this.session.show("output");
    }
  }

  /** The server may take calls that are under way together in any order: what was asked for first is to run first. */
  #inTurn(call: () => Promise<unknown>): Promise<unknown> {
    const turn = this.#last.then(call);
    this.#last = turn.catch(() => {}); // whoever asked is told
    return turn;
  }
}

/** The cell at the cursor. */
function cellIn({ text, language, line }: EditorFile): Cell | undefined {
  return cellAt(cellsOf(text, language), line);
}

/** Made here, so that a call that is repeated after a lost answer joins its run instead of starting a second one. */
function newRunId(): string {
  return `run-${[...crypto.getRandomValues(new Uint8Array(12))].map((byte) => byte.toString(36).padStart(2, "0")).join("").slice(0, 20)}`;
}
