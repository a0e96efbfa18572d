import { mostTableBytes, TableFile } from "./TableFile";
import type { TableAnswer, TableRequest } from "./TableMessages";

/** Milliseconds between two reports while a file is being read. */
const reportEvery = 150;

let table = new TableFile("");
let reading = new AbortController();

const tell = (answer: TableAnswer): void => self.postMessage(answer);
const progress = (done: boolean): void => tell({ kind: "progress", columns: table.columns, rows: table.rows, bytes: table.bytes, done });

self.onmessage = ({ data: request }: MessageEvent<TableRequest>): void => {
  void answer(request).catch((error: unknown) => {
    // What was given up for a newer version is no failure.
    if (!(error instanceof DOMException && error.name === "AbortError")) {
      tell({ kind: "failed", reason: error instanceof Error ? error.message : String(error) });
    }
  });
};

async function answer(request: TableRequest): Promise<void> {
  switch (request.kind) {
    case "open":
      reading.abort();
      reading = new AbortController();
      table = new TableFile(request.path);
      await open(table, request, reading.signal);
      break;
    case "rows":
      tell({ kind: "rows", id: request.id, from: request.from, rows: await table.read(request.from, request.to) });
      break;
    case "sort":
      await table.sort(request.column, request.descending);
      tell({ kind: "sorted", column: request.column, descending: request.descending });
      break;
  }
}

async function open(file: TableFile, { url, text }: Extract<TableRequest, { kind: "open" }>, signal: AbortSignal): Promise<void> {
  const body = text === undefined ? await bodyOf(url!, signal) : new Blob([text]).stream();
  const reader = body.getReader();
  let reported = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (signal.aborted) {
      return;
    }

    if (done) {
      break;
    }

    file.add(value);
    if (file.bytes > mostTableBytes) {
      await reader.cancel();
      throw tooLarge(file.bytes);
    }

    if (performance.now() - reported > reportEvery && file.columns.length > 0) {
      reported = performance.now();
      progress(false);
    }
  }

  file.finish();
  progress(true);
}

async function bodyOf(url: string, signal: AbortSignal): Promise<ReadableStream<Uint8Array<ArrayBuffer>>> {
  const response = await fetch(url, { credentials: "same-origin", redirect: "error", cache: "no-store", signal });
  const length = Number(response.headers.get("Content-Length") ?? 0);
  if (!response.ok || !response.body || length > mostTableBytes) {
    await response.body?.cancel();
    throw response.ok ? tooLarge(length) : new Error(`The server answered ${response.status}.`);
  }

  return response.body;
}

function tooLarge(bytes: number): Error {
  return new Error(`This table has ${Math.round(bytes / 1024 / 1024).toLocaleString("en")} MB. Tables of up to 512 MB are shown.`);
}
