// The driver of a JavaScript or TypeScript context. The Agent starts it as
//
//     node --no-force-async-hooks-checks -e BOOTSTRAP IN OUT LANGUAGE DRIVER TRANSPILER
//
// with the descriptors of its two private pipes (python/ide_kernel/frames.py describes what travels on them), the language
// and the descriptors of the two bundles. BOOTSTRAP (bootstrap.cjs) reads the first and calls `start`. The option keeps Node
// from aborting when an interrupt takes away a stack on which asynchronous calls were being counted.
//
// Cells run in the process's own global scope, by V8's REPL mode; what they print goes to the descriptors themselves.
import { AsyncResource } from "node:async_hooks";
import { createRequire } from "node:module";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { Worker } from "node:worker_threads";
import { Channel } from "./channel.mjs";
import { shown } from "./errors.mjs";
import { Execution } from "./execution.mjs";
import { define } from "./globals.mjs";
import { Guard } from "./guard.mjs";
import { Input } from "./input.mjs";
import { Inspection } from "./inspection.mjs";
import { Introspection } from "./introspection.mjs";
import * as output from "./output.mjs";
import { IMPORT } from "./rewrite.mjs";
import { allocate, numbersOf } from "./shared.mjs";
import { Screen } from "./screen.mjs";
import readerSource from "bundled:reader.mjs";

/** Characters of why a question has no answer. */
const MAX_REFUSAL = 2_000;

/**
 * @param context {{in: number, out: number, language: string, import: (name: string) => Promise<object>,
 *   transpiler: () => {transpile: Function}}}
 */
export function start(context) {
  const memory = allocate();
  const channel = new Channel(context.out, memory);
  const guard = new Guard(context.out);
  const screen = new Screen(channel);
  const input = new Input(channel);
  const inspection = new Inspection();
  output.install();
  screen.install();
  input.install();
  const transpile = context.language === "typescript" ? (...code) => context.transpiler().transpile(...code) : undefined;
  const execution = new Execution({ inspection, channel, guard, screen, input, numbers: numbersOf(memory), transpile });
  surviveErrors();

  const reader = new Worker(readerSource, { eval: true, workerData: { memory, descriptor: context.in }, stdin: false });
  let introspection;
  reader.once("online", () => {
    // Not before: when -e has run, Node puts its own `module` into the global scope.
    giveModules(context.import);
    introspection = new Introspection(inspection);
    channel.send({ type: "ready", pid: process.pid, language: context.language, version: process.versions.node });
    if (transpile) {
      // Loading takes longer than anything else: not while somebody waits for the first cell.
      setImmediate(() => context.transpiler());
    }
  });
  reader.on("message", guard.over((message) => {
    switch (message.type) {
      case "execute":
        introspection?.forget();
        // A scope of its own: what an interrupt leaves of AsyncLocalStorage stays in it.
        new AsyncResource("cell").runInAsyncScope(() => execution.start(message));
        break;
      case "interrupt":
        execution.interrupt(message.id);
        break;
      case "input_reply":
        input.take(message);
        break;
      case "disconnected":
        process.exit(0);
        break;
      default:
        answer(channel, message.request, () => introspection.answer(message));
    }
  }));
}

/** require, import, module and the like, as a file in the working directory would have them. */
function giveModules(importModule) {
  const file = path.join(process.cwd(), "cell.js");
  const require = createRequire(file);
  define("require", require);
  define("module", { exports: {}, filename: file, paths: require.resolve.paths("x") ?? [], children: [] });
  define("exports", globalThis.module.exports);
  define("__filename", file);
  define("__dirname", process.cwd());
  const imported = async (name) => {
    try {
      return await importModule(resolve(name));
    } catch (error) {
      // Installed since it was first looked for: Node remembers what was not there, require does not.
      if (error?.code !== "ERR_MODULE_NOT_FOUND") {
        throw error;
      }
      const found = attempt(() => ({ path: require.resolve(name) })).path;
      if (found === undefined) {
        throw error;
      }
      return importModule(pathToFileURL(found).href);
    }
  };
  imported.meta = { url: pathToFileURL(file).href, filename: file, dirname: process.cwd() };
  define(IMPORT, imported);
  process.argv.splice(1, process.argv.length - 1, file);
}

function resolve(name) {
  return /^\.{0,2}\//.test(name) ? pathToFileURL(path.resolve(name)).href : name;
}

/** What fails outside of a run, or after it, is told and ends nothing. */
function surviveErrors() {
  process.on("uncaughtException", (error) => process.stderr.write(`Uncaught ${shown(error)}\n`));
  process.on("unhandledRejection", (error) => process.stderr.write(`Uncaught (in promise) ${shown(error)}\n`));
  // An interrupt reaches the whole process group, so that a child that is waited for ends.
  process.on("SIGINT", () => {});
}

/** Whoever asks gets an answer, also where a value throws what cannot be told, or the answer does not fit into a frame. */
function answer(channel, request, look) {
  try {
    channel.send({ type: "reply", request, ...look() });
  } catch (error) {
    channel.send({ type: "reply", request, ...refusal(error) });
  }
}

function attempt(action) {
  try {
    return action();
  } catch (error) {
    return refusal(error);
  }
}

function refusal(error) {
  return { error: shown(error).split("\n", 1)[0].slice(0, MAX_REFUSAL) };
}
