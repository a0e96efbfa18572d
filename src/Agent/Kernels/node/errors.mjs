// An exception as the frame that reports it: name, message, trace, line in the cell.
import util from "node:util";

const MAX_LINES = 400;
const MAX_LINE = 2000;
const MAX_MESSAGE = 20_000;
const MAX_TRACE = 1_000_000;
const UNSHOWN = "<the value could not be shown>";

/** What an interrupt ends an execution with: the name is the same in every language. */
export class Interrupted extends Error {
  name = "KeyboardInterrupt";
}

/** Comes back with something, whatever was thrown: its getters may throw themselves.
 * @param cell {{file: string, lineOf: (line: number) => number}} the cell that ran */
export function describe(execution, error, cell) {
  const isError = isAnError(error);
  const trace = cut(isError ? stackOf(error) : `Uncaught ${shown(error)}`);
  const message = {
    type: "error", execution,
    ename: (isError ? textIn(error, "name", "Error") : "Error").slice(0, MAX_MESSAGE),
    evalue: (isError ? textIn(error, "message", "") : shown(error)).slice(0, MAX_MESSAGE),
    traceback: bounded(inCell(trace, cell).split("\n")),
  };
  const own = read(error, "cellLine");
  const line = Number.isInteger(own) ? own : lineIn(trace, cell);
  return line === undefined ? message : { ...message, lineNumber: line };
}

/** A value as Node would show it, also one whose own inspect function fails. */
export function shown(value) {
  try {
    return util.inspect(value);
  } catch {
    // Its own function failed; without that, what is left of it may still be told.
  }
  try {
    return util.inspect(value, { customInspect: false });
  } catch {
    return UNSHOWN;
  }
}

function isAnError(value) {
  try {
    return util.types.isNativeError(value) || value instanceof Error;
  } catch {
    return false;
  }
}

function read(error, name) {
  try {
    return error[name];
  } catch {
    return undefined;
  }
}

function textIn(error, name, otherwise) {
  try {
    return String(read(error, name) ?? otherwise);
  } catch {
    return otherwise;
  }
}

/** The trace without the driver's own frames. */
function stackOf(error) {
  const stack = read(error, "stack");
  if (typeof stack !== "string") {
    return shown(error);
  }
  const lines = cut(stack).split("\n");
  const ours = lines.findIndex((line) => /^\s+at .*(node:inspector|ide-kernel)/.test(line));
  const text = (ours < 0 ? lines : lines.slice(0, ours)).join("\n");
  const cause = read(error, "cause");
  return cause === undefined ? text : `${text}\n[cause]: ${shown(cause)}`;
}

/** The lines of the source instead of those of what it was translated to. */
function inCell(trace, cell) {
  return trace.replace(positions(cell), (_, line) => `${cell.file}:${cell.lineOf(Number(line))}`);
}

function lineIn(trace, cell) {
  const match = positions(cell).exec(trace);
  return match ? cell.lineOf(Number(match[1])) : undefined;
}

function positions(cell) {
  return new RegExp(`${cell.file.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}:(\\d+)`, "g");
}

function cut(trace) {
  return trace.length <= MAX_TRACE ? trace : `${trace.slice(0, MAX_TRACE / 2)} [...] ${trace.slice(-MAX_TRACE / 2)}`;
}

function bounded(lines) {
  if (lines.length > MAX_LINES) {
    const half = MAX_LINES / 2;
    lines = [...lines.slice(0, half), `[... ${lines.length - MAX_LINES} lines left out ...]`, ...lines.slice(-half)];
  }
  return lines.map((line) => (line.length <= MAX_LINE ? line : `${line.slice(0, MAX_LINE)} [...]`));
}
