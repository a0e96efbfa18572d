/** A refusal of the server, with the code that the API's error registry gives it. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

/** Calls of one sandbox's API from the page, with the browser's own sign-in. */
export class SandboxApi {
  readonly #base: string;

  constructor(sandbox: string) {
    this.#base = `/sandboxes/${encodeURIComponent(sandbox)}`;
  }

  /** Starts the sandbox itself, whatever it was stopped by. */
  async start(): Promise<void> {
    await answered(fetch(`/api${this.#base}/start`, { method: "POST", credentials: "same-origin", redirect: "error" }));
  }

  url(path: string, query: Readonly<Record<string, string>> = {}): string {
    const search = new URLSearchParams(query).toString();
    return `${this.#base}${path}${search ? `?${search}` : ""}`;
  }

  /** Any answer below 400, 304 included; others reject with what the server said. */
  fetch(path: string, query: Readonly<Record<string, string>> = {}, init: RequestInit = {}): Promise<Response> {
    return answered(fetch(this.url(path, query), { ...init, credentials: "same-origin", redirect: "error" }));
  }

  async json<T>(method: string, path: string, body?: unknown): Promise<T> {
    const response = await this.fetch(path, {}, body === undefined ? { method } : jsonRequest(method, body));
    return (response.status === 204 ? undefined : await response.json()) as T;
  }
}

async function answered(call: Promise<Response>): Promise<Response> {
  const response = await call;
  if (response.status >= 400) {
    throw await refusal(response);
  }

  return response;
}

function jsonRequest(method: string, body: unknown): RequestInit {
  return { method, headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) };
}

async function refusal(response: Response): Promise<ApiError> {
  const fallback = `The server answered ${response.status} ${response.statusText}`.trim() + ".";
  try {
    const problem = (await response.json()) as { code?: string; detail?: string };
    return new ApiError(response.status, problem.code ?? "", problem.detail ?? fallback);
  } catch {
    return new ApiError(response.status, "", fallback);
  }
}

/** The code of a refusal, by the API or by a hub method, before whose sentence it stands; empty for whatever else was thrown. */
export function codeOf(error: unknown): string {
  return error instanceof ApiError ? error.code : (/HubException: ([A-Z_]+): /.exec(String(error))?.[1] ?? "");
}

/** What to show a person for whatever was thrown. */
export function sentenceOf(error: unknown): string {
  if (error instanceof ApiError) {
    return error.message;
  }

  if (error instanceof TypeError) {
    return "The server cannot be reached.";
  }

  // SignalR prefixes what a hub method refuses with.
  const text = error instanceof Error ? error.message : String(error);
  return text.replace(/^.*HubException: (?:[A-Z_]+: )?/s, "");
}
