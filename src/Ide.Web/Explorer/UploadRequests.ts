import { ApiError, type SandboxApi, sentenceOf } from "../Workbench/SandboxApi";
import type { UploadTransport } from "./Upload";

/** Uploads by the sandbox's API. XMLHttpRequest, since fetch does not tell how much of a body is sent; the browser streams the file from disk. */
export class UploadRequests implements UploadTransport {
  constructor(private readonly api: SandboxApi) {}

  async makeFolder(path: string): Promise<void> {
    await said(() => this.api.json("POST", "/api/mkdir", { path, recursive: true }));
  }

  async exists(path: string): Promise<boolean> {
    return (await said(() => this.api.json<{ exists: boolean }>("POST", "/api/exists", { path }))).exists;
  }

  put(path: string, content: Blob, replace: boolean, sent: (bytes: number) => void, signal: AbortSignal): Promise<boolean> {
    return new Promise((resolve, reject) => {
      const request = new XMLHttpRequest();
      const stop = (): void => request.abort();
      signal.addEventListener("abort", stop);
      request.addEventListener("loadend", () => signal.removeEventListener("abort", stop));
      request.upload.addEventListener("progress", (event) => sent(event.loaded));
      request.addEventListener("load", () => {
        if (request.status === 409 && !replace) {
          resolve(false);
        } else if (request.status < 400) {
          resolve(true);
        } else {
          reject(refusal(request));
        }
      });
      request.addEventListener("error", () => reject(new Error("The connection was lost.")));
      request.addEventListener("abort", () => reject(new Error("It was cancelled.")));
      request.open("PUT", this.api.url("/api/files/raw", { path }));
      request.setRequestHeader("Content-Type", "application/octet-stream");
      if (!replace) {
        request.setRequestHeader("If-None-Match", "*");
      }

      request.send(content);
    });
  }
}

async function said<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    throw new Error(sentenceOf(error));
  }
}

function refusal(request: XMLHttpRequest): Error {
  try {
    const { code, detail } = JSON.parse(request.responseText) as { code: string; detail: string };
    return new ApiError(request.status, code, detail);
  } catch {
    return new ApiError(request.status, "", `The server answered ${request.status}.`);
  }
}
