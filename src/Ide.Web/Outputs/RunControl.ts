import { copyText } from "../Ui/Clipboard";
import { toast } from "../Ui/Toasts";
import type { RunStarted } from "../Workbench/JournalEvents";
import { sentenceOf } from "../Workbench/SandboxApi";
import type { SandboxSession } from "../Workbench/SandboxSession";
import type { OutputReader } from "./OutputReader";
import type { Run } from "./Run";

/** Bytes of output that are copied at most; a browser's clipboard is no place for more. */
const mostCopied = 4 * 1024 * 1024;

/** What a person can do with a run. Each of them says what came of it. */
export class RunControl {
  constructor(
    private readonly session: SandboxSession,
    private readonly reader: OutputReader,
  ) {}

  async stop(run: Run): Promise<void> {
    await this.#try("The run could not be stopped.", () => this.session.connection.invoke("StopRun", run.id));
  }

  /** The same code in the same context; what a program started, a person may start again. */
  async again({ started }: Run): Promise<void> {
    if (started.sourceTruncated === true) {
      toast("info", "This code is too long to be kept with its run. Run its file again.");
      return;
    }

    await this.#try("It could not be run again.", () => this.#start(started));
  }

  answer(run: Run, value: string): Promise<void> {
    return this.session.connection.invoke("SendInput", { contextId: run.started.contextId, value });
  }

  async copy(run: Run): Promise<void> {
    await this.#copy(async () => {
      if (run.isWhole || run.outputLength === 0) {
        return [run.text, "Copied the output."];
      }

      const text = await this.reader.text(run.id, mostCopied);
      return [text, run.outputLength > mostCopied ? "Copied the first 4 MB of the output; the download has all of it." : "Copied the whole output."];
    });
  }

  async copyCode({ started }: Run): Promise<void> {
    await this.#copy(async () => [started.source, started.sourceTruncated === true ? "Copied what is kept of the code." : "Copied the code."]);
  }

  #start(started: RunStarted): Promise<unknown> {
    const { kind, source, language, contextId, sessionId, path, firstLine } = started;
    const { connection, api } = this.session;
    switch (kind) {
      case "code":
        return connection.invoke("RunCode", { code: source, language: language ?? "python", contextId, path, firstLine });
      case "command":
        return connection.invoke("RunCommand", { command: source, sessionId });
      case "process":
        return api.json("POST", "/api/process/start", { command: source, sessionId });
    }
  }

  async #copy(text: () => Promise<readonly [string, string]>): Promise<void> {
    try {
      const [copied, done] = await text();
      await copyText(copied);
      toast("success", done);
    } catch {
      toast("error", "It could not be copied: the browser did not allow it, or the output cannot be fetched any more.");
    }
  }

  async #try(failure: string, act: () => Promise<unknown>): Promise<void> {
    try {
      await act();
    } catch (error) {
      toast("error", `${failure} ${sentenceOf(error)}`);
    }
  }
}
