// Memory that the main thread, which runs the user's code, and the reader thread share.

/** The id of the execution that runs; 0 when none does. */
export const RUNNING = 0;
/** The last execution whose interrupt the main thread has dealt with. */
export const INTERRUPTED = 1;
/** The last barrier that the Agent has acknowledged. */
export const ACKNOWLEDGED = 2;
/** 1 while the main thread waits, without its event loop, for a line of input. */
export const WANTS_INPUT = 3;
/** The length in bytes of the line that has come, plus 1; 0: none; -1: there is none to come. */
export const INPUT = 4;

const NUMBERS = 8;
export const MAX_INPUT_BYTES = 1024 * 1024;

/** @returns {SharedArrayBuffer} */
export function allocate() {
  return new SharedArrayBuffer(NUMBERS * 4 + MAX_INPUT_BYTES);
}

export function numbersOf(memory) {
  return new Int32Array(memory, 0, NUMBERS);
}

export function inputOf(memory) {
  return new Uint8Array(memory, NUMBERS * 4);
}
