import { ask } from "../Ui/ConfirmDialog";
import { promptFor } from "../Ui/PromptDialog";
import type { SandboxSession } from "../Workbench/SandboxSession";
import { type ContextInfo, contextName, languageName } from "./ContextList";
import type { Variable } from "./VariableRows";

/** What can be done with contexts. Each asks before something is lost, and rejects with what the server refuses. */
export class ContextActions {
  constructor(private readonly session: SandboxSession) {}

  /** @returns The new context's id; undefined when the person backed out. */
  async create(language: string, isOwn: boolean): Promise<string | undefined> {
    const { me } = this.session.view;
    const first = isOwn ? `${me}’s ${languageName(language)}` : languageName(language);
    const title = isOwn ? "New context of your own" : "New shared context";
    const name = await promptFor(title, "Name", first.slice(0, 60), "Create");
    if (name === undefined) {
      return undefined;
    }

    const { contextId } = await this.session.api.json<{ contextId: string }>("POST", "/api/contexts", { language, name, shared: !isOwn });
    return contextId;
  }

  async rename(context: ContextInfo): Promise<void> {
    const name = await promptFor("Rename the context", "Name", contextName(context), "Rename");
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
