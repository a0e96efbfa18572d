const sentences = {
  offline: "The connection was lost. Trying again by itself.",
  loading: "The server was started anew. This page loads again as soon as it answers and you pause typing.",
} as const;

/** Milliseconds before it is said: shorter interruptions are nobody's worry. */
const patience = 1_000;

let waiting: ReturnType<typeof setTimeout> | undefined;

/** Says in the page what becomes of it while the server's side of it is gone. */
export const pageNotice = {
  say(what: keyof typeof sentences): void {
    clearTimeout(waiting);
    waiting = setTimeout(() => show(sentences[what], what), patience);
  },

  clear(): void {
    clearTimeout(waiting);
    const place = document.querySelector<HTMLElement>("[data-page-notice]");
    if (place) {
      place.hidden = true;
    }
  },
};

function show(text: string, what: keyof typeof sentences): void {
  const place = document.querySelector<HTMLElement>("[data-page-notice]");
  // A sandbox's page says by itself that the connection is lost.
  if (place && !(what === "offline" && document.querySelector("[data-testid=connection-state]"))) {
    place.hidden = false;
    place.textContent = text;
  }
}
