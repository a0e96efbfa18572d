import type { Match } from "./Fuzzy";

export interface Ranked<T> extends Match {
  readonly item: T;
}

/** Items looked at between two looks at the clock. */
const perLook = 256;

/**
 * The best answers among many items, best first; those of the same worth keep the items' order. A generator, so that tens of
 * thousands of items leave the page its frames: it gives way after each stretch.
 */
export function* ranking<T>(
  items: readonly T[],
  match: (item: T, index: number) => Match | undefined,
  most: number,
): Generator<void, readonly Ranked<T>[]> {
  const best: Ranked<T>[] = [];
  for (let index = 0; index < items.length; index++) {
    if (index % perLook === perLook - 1) {
      yield;
    }

    const item = items[index]!;
    const found = match(item, index);
    if (found && (best.length < most || found.score > best[best.length - 1]!.score)) {
      best.splice(placeOf(found.score, best), 0, { item, ...found });
      best.length = Math.min(best.length, most);
    }
  }

  return best;
}

function placeOf(score: number, best: readonly { readonly score: number }[]): number {
  let [low, high] = [0, best.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (best[middle]!.score >= score) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }

  return low;
}

/**
 * Works a generator off in slices of a few milliseconds, giving way between them.
 * @returns Undefined when the signal came first.
 */
export async function inSlices<T>(
  work: Generator<void, T>,
  signal: AbortSignal,
  giveWay: () => Promise<void>,
  now: () => number = () => performance.now(),
  sliceMs = 6,
): Promise<T | undefined> {
  for (let end = now() + sliceMs; !signal.aborted; ) {
    const step = work.next();
    if (step.done) {
      return step.value;
    }

    if (now() >= end) {
      await giveWay();
      end = now() + sliceMs;
    }
  }

  return undefined;
}

/** After what waits in the page: input, painting. */
export function nextTask(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(undefined);
  });
}
