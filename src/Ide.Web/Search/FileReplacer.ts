import { codeOf, type SandboxApi, sentenceOf } from "../Workbench/SandboxApi";
import { replaceIn } from "./Replacement";
import type { SearchMatch } from "./SearchEvents";
import type { FoundFile } from "./SearchResults";

/** What became of one file. */
export type ReplaceOutcome =
  | { readonly kind: "replaced"; readonly etag: string; readonly others: readonly SearchMatch[] }
  | { readonly kind: "refused"; readonly reason: string };

/** The little of the page's editor that replacing needs. */
export interface UnsavedText {
  isUnsaved(path: string): boolean;
}

/** Replaces matches in files, and never what somebody else wrote since the search. */
export class FileReplacer {
  constructor(
    private readonly api: Pick<SandboxApi, "fetch">,
    private readonly editor: UnsavedText,
  ) {}

  async replace(file: FoundFile, chosen: ReadonlySet<SearchMatch>): Promise<ReplaceOutcome> {
    if (this.editor.isUnsaved(file.path)) {
      return refused("You have unsaved text in it. Save it, and search again.");
    }

    try {
      const condition = { "If-Match": file.etag };
      const response = await this.api.fetch("/api/files/raw", { path: file.path }, { headers: condition, cache: "no-store" });
      const replaced = replaceIn(decode(await response.arrayBuffer()), file.matches, chosen);
      if (!replaced) {
        return refused(changed);
      }

      const written = await this.api.fetch("/api/files/raw", { path: file.path }, { method: "PUT", headers: condition, body: replaced.text });
      const { etag } = (await written.json()) as { etag: string };
      return { kind: "replaced", etag, others: replaced.others };
    } catch (error) {
      return refused(reasonOf(error));
    }
  }
}

const changed = "Somebody has changed it since the search. Search again.";

function refused(reason: string): ReplaceOutcome {
  return { kind: "refused", reason };
}

/** Keeps the byte order mark, and refuses what would not come out as it went in. */
function decode(bytes: ArrayBuffer): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new Error("It is not all UTF-8, so it cannot be written back as it is.");
  }
}

function reasonOf(error: unknown): string {
  const code = codeOf(error);
  return code === "REVISION_MISMATCH" ? changed : code === "FILE_NOT_FOUND" ? "It is not there any more." : sentenceOf(error);
}
