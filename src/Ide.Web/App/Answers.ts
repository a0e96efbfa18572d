/** What a proxy says in the place of a server that is not there. */
const fromProxies: ReadonlySet<number> = new Set([502, 503, 504]);
/** Milliseconds after which a server that has not answered in full counts as gone. */
const longest = 10_000;

/** The answer once all of it is there: one that was cut off, or that a proxy gave, is none. Rejects when there is no server. */
export async function whole(answer: Promise<Response>): Promise<Response> {
  let limit: ReturnType<typeof setTimeout> | undefined;
  const silence = new Promise<never>((_, reject) => {
    limit = setTimeout(() => reject(new Error("The server does not answer.")), longest);
  });
  try {
    return await Promise.race([read(answer), silence]);
  } finally {
    clearTimeout(limit);
  }
}

async function read(answer: Promise<Response>): Promise<Response> {
  const response = await answer;
  if (fromProxies.has(response.status)) {
    throw new Error(`A proxy answers in the server's place: ${response.status}.`);
  }

  await response.clone().arrayBuffer();
  return response;
}
