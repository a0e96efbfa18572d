import type { ResultContent } from "../Workbench/JournalEvents";
import type { SandboxApi } from "../Workbench/SandboxApi";

/** Reads pieces of a run's whole output, which lies in one file in the sandbox. */
export class OutputReader {
  constructor(private readonly api: SandboxApi) {}

  /** Where a browser downloads all that was printed. */
  url(run: string): string {
    return this.api.url(path(run), { stream: "text" });
  }

  /** All that was printed, up to a bound. */
  async text(run: string, most: number): Promise<string> {
    const response = await this.api.fetch(path(run), { stream: "text" }, { headers: { Range: `bytes=0-${most - 1}` } });
    return response.text();
  }

  async bytes(run: string, offset: number, length: number): Promise<Uint8Array> {
    const response = await this.api.fetch(path(run), {}, { headers: { Range: `bytes=${offset}-${offset + length - 1}` } });
    const bytes = new Uint8Array(await response.arrayBuffer());
    // A server that does not know ranges for this one answers with the whole.
    return response.status === 206 ? bytes : bytes.subarray(offset, offset + length);
  }

  async result(run: string, place: { readonly offset: number; readonly length: number }): Promise<ResultContent> {
    return JSON.parse(new TextDecoder().decode(await this.bytes(run, place.offset, place.length))) as ResultContent;
  }
}

function path(run: string): string {
  return `/api/runs/${encodeURIComponent(run)}/output`;
}
