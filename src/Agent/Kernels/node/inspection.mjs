// V8's own view of the global scope: evaluates cells in REPL mode, and reads bindings that no global object holds.
import inspector from "node:inspector";

export class Inspection {
  #session = new inspector.Session();
  /** What V8's inspector calls the function by which values are handed from it to the driver. */
  #hand;
  #handed;

  constructor() {
    this.#session.connect();
    globalThis.hand = (value) => { this.#handed = value; };
    this.#session.post("Runtime.evaluate", { expression: "hand" }, (_, answer) => { this.#hand = answer.result.objectId; });
    delete globalThis.hand;
  }

  /**
   * Evaluates code as a REPL does. `settle` is called with (value) or (undefined, thrown) when the code, with what it
   * awaits at its top, is over: before this returns, or later, or never, when the execution is terminated.
   */
  evaluate(expression, settle, options = {}) {
    this.#session.post("Runtime.evaluate", {
      expression, replMode: true, objectGroup: "ide-kernel", silent: true, ...options,
    }, (failure, answer) => {
      if (failure?.message.includes("terminated")) {
        // Interrupted: whoever asked for that ends the execution.
      } else if (failure) {
        settle(undefined, { thrown: new Error(failure.message) });
      } else if (answer.exceptionDetails) {
        const { exception, text, lineNumber } = answer.exceptionDetails;
        settle(undefined, { thrown: exception ? this.#take(exception) : new Error(text), line: lineNumber });
      } else {
        settle(this.#take(answer.result));
      }
      this.#session.post("Runtime.releaseObjectGroup", { objectGroup: "ide-kernel" });
    });
  }

  /** The value of an expression that has no side effect; undefined when it has one, throws or takes too long. Not in REPL
   * mode, which answers only later. */
  peek(expression) {
    let found;
    this.evaluate(expression, (value) => { found = value; }, { replMode: false, throwOnSideEffect: true, timeout: 200 });
    return found;
  }

  /** The names that let, const and class have declared at the top of cells. */
  lexicalNames() {
    let names = [];
    this.#session.post("Runtime.globalLexicalScopeNames", {}, (_, answer) => { names = answer?.names ?? []; });
    return [...new Set(names)];
  }

  #take(remote) {
    if (remote.objectId === undefined) {
      return remote.unserializableValue === undefined ? remote.value : special(remote.unserializableValue);
    }
    this.#session.post("Runtime.callFunctionOn", {
      functionDeclaration: "function (value) { this(value); }",
      objectId: this.#hand, arguments: [{ objectId: remote.objectId }], silent: true,
    });
    const value = this.#handed;
    this.#handed = undefined;
    return value;
  }
}

/** The numbers that JSON has no form for. */
function special(text) {
  return text.endsWith("n") && text !== "NaN" ? BigInt(text.slice(0, -1)) : Number(text);
}
