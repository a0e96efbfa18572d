// Cells, one after another. A call into user code may never come back: an interrupt takes the whole stack away. So an
// execution is a state that whoever comes last completes, not a function that is waited for.
import util from "node:util";
import { describe, Interrupted } from "./errors.mjs";
import { bundleOf } from "./formats.mjs";
import { rewrite } from "./rewrite.mjs";
import { INTERRUPTED, RUNNING } from "./shared.mjs";

const { then } = Promise.prototype;

export class Execution {
  #inspection;
  #channel;
  #guard;
  #screen;
  #input;
  #numbers;
  #transpile;
  #count = 0;
  #current;

  /** @param transpile {undefined | ((code, file) => {code, lineOf})} for TypeScript */
  constructor({ inspection, channel, guard, screen, input, numbers, transpile }) {
    this.#inspection = inspection;
    this.#channel = channel;
    this.#guard = guard;
    this.#screen = screen;
    this.#input = input;
    this.#numbers = numbers;
    this.#transpile = transpile;
  }

  start(request) {
    const current = { id: request.id, file: `cell-${++this.#count}.js`, lineOf: (line) => line, saved: apply(request.env ?? {}) };
    this.#current = current;
    this.#screen.begin(current.id);
    this.#input.begin(current.id);
    Atomics.store(this.#numbers, RUNNING, current.id);
    // The cell's lines keep the numbers that they have in their file: empty ones stand for what is before it.
    let code = "\n".repeat((request.firstLine ?? 1) - 1) + request.code;
    try {
      if (this.#transpile) {
        current.file = `cell-${this.#count}.ts`;
        ({ code, lineOf: current.lineOf } = this.#transpile(code, current.file));
      }
      code = rewrite(code);
    } catch (error) {
      this.#fail(current, error);
      return;
    }
    this.#inspection.evaluate(`${code}\n//# sourceURL=${current.file}`, this.#guard.over((value, failure) => {
      if (failure) {
        locate(failure);
        this.#fail(current, failure.thrown);
      } else if (util.types.isPromise(value)) {
        this.#await(current, value);
      } else {
        this.#succeed(current, value);
      }
    }));
  }

  /** A cell that ends in a promise, as main(), is over when the promise is. */
  #await(current, promise) {
    try {
      then.call(
        promise, this.#guard.over((settled) => this.#succeed(current, settled)), this.#guard.over((error) => this.#fail(current, error)));
    } catch (error) {
      this.#fail(current, error); // a getter of the promise's constructor
    }
  }

  /** Called from the event loop: the code waits for something, or its stack has been taken away. */
  interrupt(id) {
    forgetAsyncIds();
    Atomics.store(this.#numbers, INTERRUPTED, id);
    this.#channel.stopAsking();
    if (this.#current?.id === id) {
      const error = new Interrupted("");
      error.stack = "KeyboardInterrupt";
      this.#fail(this.#current, error);
    }
  }

  #succeed(current, value) {
    if (this.#current !== current) {
      return;
    }
    try {
      if (value !== undefined) {
        this.#screen.show("result", bundleOf(value));
      }
    } catch (error) {
      this.#fail(current, error);
      return;
    }
    // A turn of the loop later: of a promise that was rejected, and that nobody takes, Node tells only then.
    setImmediate(this.#guard.over(() => {
      if (this.#current === current) {
        this.#finish(current);
      }
    }));
  }

  #fail(current, error) {
    if (this.#current !== current) {
      return;
    }
    if (!current.isTold) {
      const told = describe(current.id, error, current);
      // An interrupt may come while this waits, and take its stack away: then it ends what has been told, and adds nothing.
      current.isTold = true;
      this.#channel.sendAndWait(told);
    }
    this.#finish(current);
  }

  #finish(current) {
    this.#current = undefined;
    Atomics.store(this.#numbers, RUNNING, 0);
    restore(current.saved);
    this.#channel.send({ type: "done", execution: current.id, executionCount: this.#count, memory: process.memoryUsage.rss() });
  }
}

/**
 * Node counts on a stack which asynchronous call it is in. The calls that a terminated stack never ended are still on it;
 * Node itself empties it after an uncaught exception, by this function, and would otherwise find its count wrong and abort.
 */
function forgetAsyncIds() {
  const { noDeprecation } = process;
  // Node says that the function is to go: to us, not to whoever reads the code's output.
  process.noDeprecation = true;
  try {
    process.binding("async_wrap").clearAsyncIdStack();
  } catch {
    // A Node without it: its count stays wrong until the next uncaught exception.
  } finally {
    process.noDeprecation = noDeprecation;
  }
}

/** V8 tells the line of a syntax error beside the error, from 0. */
function locate(failure) {
  const { thrown, line } = failure;
  // Not what merely says that it is one: its prototype and its stack may be a program's own, and throw.
  if (line !== undefined && util.types.isNativeError(thrown)) {
    try {
      if (thrown instanceof SyntaxError && !/cell-\d+\.[jt]s:/.test(thrown.stack)) {
        Object.defineProperty(thrown, "cellLine", { value: line + 1, enumerable: false });
      }
    } catch {
      // It stays without a line.
    }
  }
}

function apply(variables) {
  const saved = Object.fromEntries(Object.keys(variables).map((name) => [name, process.env[name] ?? null]));
  restore(variables);
  return saved;
}

function restore(variables) {
  for (const [name, value] of Object.entries(variables)) {
    if (value === null) {
      delete process.env[name];
    } else {
      process.env[name] = value;
    }
  }
}
