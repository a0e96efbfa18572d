import type { SandboxApi } from "../Workbench/SandboxApi";
import { EventLines, type SearchEvent, type SearchQuery } from "./SearchEvents";

/** One search on its way; whoever aborts the signal ends it in the sandbox, too. */
export async function search(
  api: Pick<SandboxApi, "fetch">,
  query: SearchQuery,
  signal: AbortSignal,
  told: (event: SearchEvent) => void,
): Promise<void> {
  const response = await api.fetch("/api/search", {}, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ path: "/workspace", ...query }),
    signal,
  });
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
  const lines = new EventLines();
  let ended = false;
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    for (const event of lines.push(part.value)) {
      ended ||= event.type === "complete" || event.type === "error";
      told(event);
    }
  }

  if (!ended) {
    throw new Error("The connection was lost before the search had ended.");
  }
}
