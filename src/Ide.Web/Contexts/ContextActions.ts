import { ask } from "../Ui/ConfirmDialog";
import { keptSubject } from "../Ui/FieldKeeping";
import { promptFor } from "../Ui/PromptDialog";
import type { SandboxSession } from "../Workbench/SandboxSession";
import { type ContextInfo, contextName, languageName } from "./ContextList";
import type { Variable } from "./VariableRows";

/** What the questions for a name are called among what outlives a load of the page. */
const [making, renaming] = ["new-context", "rename-context"];

/** Characters of a context's name. */
const mostInName = 60;

/** What can be done with contexts. Each asks before something is lost, and rejects with what the server refuses. */
export class ContextActions {
  constructor(private readonly session: SandboxSession) {}

  /** @param path The file that is to run in it; undefined: none yet. */
  async create(language: string, isOwn: boolean, path?: string): Promise<void> {
    const { me } = this.session.view;
    const name = await promptFor({
      kept: `${making} ${JSON.stringify([language, isOwn, path])}`,
      title: isOwn ? "New context of your own" : "New shared context",
      label: "Name",
      first: (isOwn ? `${me}’s ${languageName(language)}` : languageName(language)).slice(0, mostInName),
      action: "Create",
      most: mostInName,
    });
    if (name === undefined) {
      return;
    }

    const { contextId } = await this.session.api.json<{ contextId: string }>("POST", "/api/contexts", { language, name, shared: !isOwn });
    if (path !== undefined) {
      this.session.contexts.choices.choose(path, contextId);
    }
  }

  /** Asks again for a name that was being typed when the page was loaded anew; a context that has gone since needs none. */
  async goOnNaming(): Promise<void> {
    const renamed = this.session.contexts.list.get(keptSubject(renaming));
    const made = keptSubject(making);
    if (renamed) {
      await this.rename(renamed);
    } else if (made !== undefined) {
      const [language, isOwn, path] = JSON.parse(made) as Parameters<ContextActions["create"]>;
      await this.create(language, isOwn, path ?? undefined);
    }
  }

  async rename(context: ContextInfo): Promise<void> {
    const name = await promptFor({
      kept: `${renaming} ${context.id}`,
      title: "Rename the context",
      label: "Name",
      first: context.name ?? contextName(context),
      action: "Rename",
      most: mostInName,
    });
    if (name !== undefined) {
      await this.session.api.json("PATCH", `/api/contexts/${context.id}`, { name });
    }
  }

  async share(context: ContextInfo): Promise<void> {
    await this.session.api.json("PATCH", `/api/contexts/${context.id}`, { shared: !context.shared });
  }

  async interrupt(context: ContextInfo): Promise<void> {
    await this.session.connection.invoke("InterruptContext", context.id);
  }

  async restart(context: ContextInfo): Promise<void> {
    const loss = await this.#lossOf(context);
    const title = `Restart ${contextName(context)}?`;
    if (loss === undefined || (await ask(title, loss, [{ label: "Restart", value: true, look: "danger" }]))) {
      await this.session.connection.invoke("RestartContext", context.id);
    }
  }

  async delete(context: ContextInfo): Promise<void> {
    const text = "Its variables are gone for everybody, and what runs or waits in it ends.";
    if (await ask(`Delete ${contextName(context)}?`, text, [{ label: "Delete", value: true, look: "danger" }])) {
      await this.session.api.json("DELETE", `/api/contexts/${context.id}`);
    }
  }

  async cancel(runId: string): Promise<void> {
    await this.session.connection.invoke("StopRun", runId);
  }

  /** What a restart takes away; undefined: nothing. */
  async #lossOf(context: ContextInfo): Promise<string | undefined> {
    const open = this.session.runs.in(context.id).length;
    if (open > 0) {
      return `${open === 1 ? "A run" : `${open} runs`} in it will be ended, and its variables are gone for everybody.`;
    }

    if (context.state === "dead") {
      return undefined;
    }

    const { variables } = await this.session.api.json<{ variables: readonly Variable[] }>("GET", `/api/contexts/${context.id}/variables`);
    return variables.length === 0 ? undefined : `Its ${variables.length === 1 ? "variable is" : `${variables.length} variables are`} gone for everybody.`;
  }
}
