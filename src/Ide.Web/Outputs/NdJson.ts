/** The lines of a stream of UTF-8, without the empty ones. Leaving the loop ends the stream. */
export async function* linesIn(body: ReadableStream<Uint8Array> | null): AsyncIterable<string> {
  const reader = body?.getReader();
  const decoder = new TextDecoder();
  let rest = "";
  try {
    for (let next = await reader?.read(); next && !next.done; next = await reader?.read()) {
      const lines = (rest + decoder.decode(next.value, { stream: true })).split("\n");
      rest = lines.pop() ?? "";
      yield* lines.filter((line) => line !== "");
    }

    if (rest !== "") {
      yield rest;
    }
  } finally {
    await reader?.cancel();
  }
}
