import { ApiError, type SandboxApi } from "../Workbench/SandboxApi";
import { mostTextBytes, textOf } from "./FileKinds";

/** What reading a file came to. */
export type FileRead =
  | { readonly kind: "text"; readonly text: string; readonly etag: string }
  /** Not shown as text, and why. */
  | { readonly kind: "refused"; readonly reason: string; readonly etag: string }
  | { readonly kind: "unchanged" }
  | { readonly kind: "missing" };

/** What writing a file came to. */
export type FileWritten =
  | { readonly kind: "saved"; readonly etag: string }
  /** Somebody wrote in between, or took the file away. */
  | { readonly kind: "conflict" };

/** Where the editor's files are. */
export interface FileStore {
  /** @param known The version that one has already: then the answer may be "unchanged". */
  read(path: string, known?: string): Promise<FileRead>;
  /** @param base The version that it replaces; undefined where no file is believed to be. Nothing else is ever written over. */
  write(path: string, text: string, base: string | undefined): Promise<FileWritten>;
}

export const rawRoute = "/api/files/raw";

/** The files of a sandbox, by its raw route. */
export class SandboxFiles implements FileStore {
  constructor(private readonly api: SandboxApi) {}

  async read(path: string, known?: string): Promise<FileRead> {
    try {
      const headers: HeadersInit = known === undefined ? {} : { "If-None-Match": known };
      const response = await this.api.fetch(rawRoute, { path }, { headers, cache: "no-store" });
      return response.status === 304 ? { kind: "unchanged" } : await contentOf(response, known);
    } catch (error) {
      if (error instanceof ApiError && error.status === 404) {
        return { kind: "missing" };
      }

      throw error;
    }
  }

  async write(path: string, text: string, base: string | undefined): Promise<FileWritten> {
    const headers: HeadersInit = base === undefined ? { "If-None-Match": "*" } : { "If-Match": base };
    try {
      const response = await this.api.fetch(rawRoute, { path }, { method: "PUT", headers, body: new Blob([text]) });
      const answer = (await response.json()) as { readonly eTag?: string; readonly etag?: string };
      return { kind: "saved", etag: response.headers.get("ETag") ?? answer.eTag ?? answer.etag ?? "" };
    } catch (error) {
      if (error instanceof ApiError && (error.status === 412 || error.code === "FILE_EXISTS")) {
        return { kind: "conflict" };
      }

      throw error;
    }
  }
}

async function contentOf(response: Response, known: string | undefined): Promise<FileRead> {
  const etag = response.headers.get("ETag") ?? "";
  if (etag !== "" && etag === known) {
    await response.body?.cancel();
    return { kind: "unchanged" };
  }

  const length = Number(response.headers.get("Content-Length") ?? 0);
  if (length > mostTextBytes) {
    await response.body?.cancel();
    const megabytes = Math.round(length / 1024 / 1024);
    return { kind: "refused", reason: `This file has ${megabytes.toLocaleString("en")} MB. Files up to 20 MB open as text.`, etag };
  }

  const text = textOf(new Uint8Array(await response.arrayBuffer()));
  return text === undefined
    ? { kind: "refused", reason: "This file is not text.", etag }
    : { kind: "text", text, etag };
}
