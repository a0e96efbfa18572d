import type { DisposableStore } from "../Workbench/Disposable";
import type { SandboxApi } from "../Workbench/SandboxApi";
import { codeBefore, descriptionOf, signatureIn, openCall } from "./LivingCode";
import { monaco } from "./Monaco";
import { workerNames } from "./WorkerNames";

const languages = ["python", "javascript", "typescript"];

/** Milliseconds that the cursor rests before a context is asked: typing on cancels it. */
const completionPause = 60;
const hoverPause = 250;

/** The context that a file runs in, when it is there and has nothing to do. None is started for a question. */
export type ContextFinder = (path: string, language: string) => string | undefined;

interface Completion {
  readonly matches: readonly string[];
  readonly cursorStart: number;
  readonly cursorEnd: number;
}

interface Inspection {
  readonly found: boolean;
  readonly text?: string;
}

/** Completion, hover and signatures from what is alive in the context that a file runs in. */
export class LivingContext {
  constructor(
    private readonly api: SandboxApi,
    private readonly contextOf: ContextFinder,
  ) {}

  register(scope: DisposableStore): void {
    scope.add(
      monaco.languages.registerCompletionItemProvider(languages, {
        triggerCharacters: ["."],
        provideCompletionItems: (model, position, _, token) => this.#complete(model, position, token),
      }),
    );
    scope.add(monaco.languages.registerHoverProvider(languages, { provideHover: (model, position, token) => this.#hover(model, position, token) }));
    scope.add(
      monaco.languages.registerSignatureHelpProvider("python", {
        signatureHelpTriggerCharacters: ["(", ","],
        provideSignatureHelp: (model, position, token) => this.#signature(model, position, token),
      }),
    );
  }

  async #complete(model: monaco.editor.ITextModel, position: monaco.Position, token: monaco.CancellationToken) {
    const offset = model.getOffsetAt(position);
    const { code, start } = codeBefore(model.getValue(), offset);
    const answer = await this.#ask<Completion>(model, "complete", code, completionPause, token);
    const offered = answer ? await workerNames(model, offset) : new Set<string>();
    const range = answer && monaco.Range.fromPositions(model.getPositionAt(start + answer.cursorStart), model.getPositionAt(start + answer.cursorEnd));
    return {
      suggestions: (answer?.matches ?? []).filter((match) => !offered.has(match)).map((match, index) => ({
        label: match,
        insertText: match,
        range: range!,
        kind: monaco.languages.CompletionItemKind.Variable,
        detail: "in the running context",
        sortText: String(index).padStart(4, "0"),
      })),
    };
  }

  async #hover(model: monaco.editor.ITextModel, position: monaco.Position, token: monaco.CancellationToken) {
    const word = model.getWordAtPosition(position);
    if (!word) {
      return null;
    }

    const end = model.getOffsetAt({ lineNumber: position.lineNumber, column: word.endColumn });
    const answer = await this.#ask<Inspection>(model, "inspect", codeBefore(model.getValue(), end).code, hoverPause, token);
    return answer?.found && answer.text
      ? {
          contents: [{ value: descriptionOf(answer.text) }],
          range: new monaco.Range(position.lineNumber, word.startColumn, position.lineNumber, word.endColumn),
        }
      : null;
  }

  async #signature(model: monaco.editor.ITextModel, position: monaco.Position, token: monaco.CancellationToken) {
    const { code } = codeBefore(model.getValue(), model.getOffsetAt(position));
    const call = openCall(code);
    const answer = call && (await this.#ask<Inspection>(model, "inspect", code.slice(0, call.nameEnd), completionPause, token));
    const signature = answer?.found ? signatureIn(answer.text ?? "") : undefined;
    if (!call || !signature) {
      return null;
    }

    const parameters = signature.parameters.map((label) => ({ label }));
    const activeParameter = Math.min(call.argument, Math.max(0, parameters.length - 1));
    return { value: { signatures: [{ label: signature.label, parameters }], activeSignature: 0, activeParameter }, dispose: () => {} };
  }

  /** @returns Undefined when there is nobody to ask, or the question is of no interest any more. */
  async #ask<T>(model: monaco.editor.ITextModel, question: "complete" | "inspect", code: string, pause: number, token: monaco.CancellationToken): Promise<T | undefined> {
    const cancel = new AbortController();
    const listening = token.onCancellationRequested(() => cancel.abort());
    try {
      await new Promise((resolve) => setTimeout(resolve, pause));
      const context = token.isCancellationRequested ? undefined : this.contextOf(model.uri.path, model.getLanguageId());
      if (context === undefined || token.isCancellationRequested) {
        return undefined;
      }

      const init = { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ code, cursorPos: code.length }), signal: cancel.signal };
      const response = await this.api.fetch(`/api/contexts/${encodeURIComponent(context)}/${question}`, {}, init);
      return (await response.json()) as T;
    } catch {
      // A context that is busy or gone has nothing to say; neither has one that nobody waits for any more.
      return undefined;
    } finally {
      listening.dispose();
    }
  }
}
