import { getJavaScriptWorker, getTypeScriptWorker } from "monaco-editor/languages/features/typescript/register";
import type { monaco } from "./Monaco";

const workers: Readonly<Record<string, typeof getJavaScriptWorker>> = { javascript: getJavaScriptWorker, typescript: getTypeScriptWorker };

/** The names that a language's own worker offers at a place: what it offers, nobody need offer beside it. */
export async function workerNames(model: monaco.editor.ITextModel, offset: number): Promise<ReadonlySet<string>> {
  try {
    const worker = await (await workers[model.getLanguageId()]?.())?.(model.uri);
    const offered = await worker?.getCompletionsAtPosition(model.uri.toString(), offset);
    return new Set((offered as { readonly entries: readonly { readonly name: string }[] } | undefined)?.entries.map(({ name }) => name));
  } catch {
    // A worker that is not there, or gone with its file, offers nothing.
    return new Set();
  }
}
