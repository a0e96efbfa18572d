// An exception as the frame that reports it: name, message, trace, line in the cell.
import util from "node:util";

const MAX_LINES = 400;
const MAX_LINE = 2000;
const MAX_MESSAGE = 20_000;

/** What an interrupt ends an execution with: the name is the same in every language. */
export class Interrupted extends Error {
  name = "KeyboardInterrupt";
}

/** @param cell {{file: string, lineOf: (line: number) => number}} the cell that ran */
export function describe(execution, error, cell) {
  const isError = util.types.isNativeError(error) || error instanceof Error;
  const trace = isError ? String(stackOf(error)) : `Uncaught ${util.inspect(error)}`;
  const message = {
    type: "error", execution,
    ename: isError ? String(read(error, "name") ?? "Error") : "Error",
    evalue: (isError ? String(read(error, "message") ?? "") : util.inspect(error)).slice(0, MAX_MESSAGE),
    traceback: bounded(inCell(trace, cell).split("\n")),
  };
  const line = error?.cellLine ?? lineIn(trace, cell);
  return line === undefined ? message : { ...message, lineNumber: line };
}

function read(error, name) {
  try {
    return error[name];
  } catch {
    return undefined;
  }
}

/** The trace without the driver's own frames. */
function stackOf(error) {
  const stack = read(error, "stack");
  if (typeof stack !== "string") {
    return util.inspect(error);
  }
  const lines = stack.split("\n");
  const ours = lines.findIndex((line) => /^\s+at .*(node:inspector|ide-kernel)/.test(line));
  const text = (ours < 0 ? lines : lines.slice(0, ours)).join("\n");
  const cause = read(error, "cause");
  return cause === undefined ? text : `${text}\n[cause]: ${util.inspect(cause)}`;
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

function bounded(lines) {
  if (lines.length > MAX_LINES) {
    const half = MAX_LINES / 2;
    lines = [...lines.slice(0, half), `[... ${lines.length - MAX_LINES} lines left out ...]`, ...lines.slice(-half)];
  }
  return lines.map((line) => (line.length <= MAX_LINE ? line : `${line.slice(0, MAX_LINE)} [...]`));
}
