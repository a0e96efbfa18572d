import { whole } from "./Answers";

/*
 * Lets a page be loaded while its server is being started again: the load waits, and what was shown stays until the new
 * page is there in full. Nothing is kept here, and nothing but whole pages passes through. Browsers run it where the page
 * came over TLS or from this machine; elsewhere FreshPage.ts alone keeps a load from finding no server.
 */

/** Of the worker's global scope what is used here; the page's types have none of it. */
declare const self: {
  addEventListener(type: "install" | "activate", handler: (event: LifeEvent) => void): void;
  addEventListener(type: "fetch", handler: (event: FetchEvent) => void): void;
  skipWaiting(): Promise<void>;
  readonly clients: { claim(): Promise<void> };
};

interface LifeEvent {
  waitUntil(work: Promise<unknown>): void;
  /** Chromium's: requests that need no worker do not wake it. */
  addRoutes?(rules: unknown): Promise<void>;
}

interface FetchEvent {
  readonly request: Request;
  respondWith(answer: Promise<Response>): void;
}

/** Milliseconds that a load waits for the server before the waiting page is shown. */
const patience = 15_000;
const pause = 300;

self.addEventListener("install", (event) => {
  const rest = ["cors", "no-cors", "same-origin"].map((mode) => ({ condition: { requestMode: mode }, source: "network" }));
  event.waitUntil(Promise.allSettled([event.addRoutes?.(rest), self.skipWaiting()]));
});
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("fetch", (event) => {
  if (event.request.mode === "navigate" && event.request.method === "GET" && isPage(new URL(event.request.url).pathname)) {
    event.respondWith(load(event.request));
  }
});

/** Not a download, nor anything that a sandbox answers. */
function isPage(path: string): boolean {
  return path === "/" || path.startsWith("/s/");
}

async function load(request: Request): Promise<Response> {
  for (const until = Date.now() + patience; Date.now() < until; ) {
    try {
      return await whole(fetch(request));
    } catch {
      await new Promise((resolve) => setTimeout(resolve, pause));
    }
  }

  return new Response(waitingPage, { status: 503, headers: { "Content-Type": "text/html; charset=utf-8", "Content-Security-Policy": policy } });
}

const policy = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; connect-src 'self'";

const waitingPage = `<!DOCTYPE html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <meta name="color-scheme" content="light dark">
  <title>Waiting for the server</title>
  <style>
    body { display: grid; place-content: center; min-height: 100dvh; margin: 0; font: 14px/1.5 system-ui, sans-serif; text-align: center; }
    h1 { margin: 0; font-size: 1.25rem; font-weight: 600; }
    p { max-width: 24rem; margin: 0.5rem 1rem 0; opacity: 0.8; }
  </style>
</head>
<body>
  <main role="status">
    <h1>Waiting for the server</h1>
    <p>It does not answer. This page tries again by itself and comes back where it was; what runs in the sandboxes goes on.</p>
  </main>
  <script>
    setInterval(() => fetch("/healthz", { cache: "no-store" }).then((answer) => answer.ok && location.reload(), () => {}), 1000);
  </script>
</body>
</html>`;
