// The Agent's side of the driver's protocol, small: enough to run cells and to see what comes.
import { spawn } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";

const sources = path.resolve(fileURLToPath(import.meta.url), "../../../../../src/Agent/Kernels/node");
/** Another Node than the one that runs the tests, by its path. */
const NODE = process.env.NODE_UNDER_TEST ?? process.execPath;
const DEADLINE_MS = 60_000;
/** Of a flood only the beginning is looked at. */
const MOST_KEPT = 100_000;

let bundles;

/** Built once a process. */
function bundle() {
  if (bundles === undefined) {
    bundles = fs.mkdtempSync(path.join(os.tmpdir(), "kernel-"));
    execFileSync(process.execPath, [path.join(sources, "build.mjs"), bundles], { stdio: "inherit" });
    process.on("exit", () => fs.rmSync(bundles, { recursive: true, force: true }));
  }
  return bundles;
}

export class Context {
  events = [];
  stdout = "";
  stderr = "";
  answers = [];
  exited;
  #child;
  #held = Buffer.alloc(0);
  #execution = 0;
  #changed = () => {};
  #tail = "";
  #awaited;
  #found = false;

  static async start(language = "javascript", { cwd = os.tmpdir(), env = {} } = {}) {
    const context = new Context();
    context.#spawn(language, cwd, env);
    await context.until(() => context.events.some((event) => event.type === "ready"));
    return context;
  }

  #spawn(language, cwd, env) {
    const files = ["kernel.cjs.gz", "typescript.cjs.gz"].map((name) => fs.openSync(path.join(bundle(), name)));
    this.#child = spawn(NODE, [
      "--no-force-async-hooks-checks", "-e", fs.readFileSync(path.join(sources, "bootstrap.cjs"), "utf8"),
      "3", "4", language, "5", "6",
    ], { cwd, env: { ...process.env, ...env }, detached: true, stdio: ["ignore", "pipe", "pipe", "pipe", "pipe", ...files] });
    files.forEach((file) => fs.closeSync(file));
    this.#child.stdout.setEncoding("utf8").on("data", (text) => {
      if (this.stdout.length < MOST_KEPT) {
        this.stdout += text;
      }
      this.#tail = this.#tail.slice(-200) + text;
      this.#found ||= this.#awaited !== undefined && this.#tail.includes(this.#awaited);
      this.#changed();
    });
    this.#child.stderr.setEncoding("utf8").on("data", (text) => { this.stderr += text; this.#changed(); });
    this.#child.stdio[4].on("data", (data) => this.#take(data));
    this.#child.stdio[3].on("error", () => {});
    this.exited = new Promise((resolve) => this.#child.on("exit", (code, signal) => resolve({ code, signal })));
  }

  #take(data) {
    this.#held = Buffer.concat([this.#held, data]);
    while (this.#held.length >= 4 && this.#held.length >= 4 + this.#held.readUInt32LE(0)) {
      const end = 4 + this.#held.readUInt32LE(0);
      const message = JSON.parse(this.#held.toString("utf8", 4, end));
      this.#held = this.#held.subarray(end);
      this.events.push(message);
      if (message.barrier !== undefined) {
        this.send({ type: "barrier_ack", barrier: message.barrier });
      }
      if (message.type === "input_request" && this.answers.length > 0) {
        const answer = this.answers.shift();
        this.send({ type: "input_reply", ...(answer === null ? { eof: true } : { value: answer }) });
      }
    }
    this.#changed();
  }

  send(message) {
    const body = Buffer.from(JSON.stringify(message));
    const head = Buffer.alloc(4);
    head.writeUInt32LE(body.length);
    this.#child.stdio[3].write(Buffer.concat([head, body]));
  }

  /** Waits for text on stdout, also in the middle of a flood. It must be announced before it can come. */
  await(text) {
    this.#awaited = text;
    this.#found = false;
    return () => this.until(() => this.#found);
  }

  async until(condition) {
    const deadline = Date.now() + DEADLINE_MS;
    while (!condition()) {
      if (Date.now() > deadline) {
        throw new Error(`waited in vain; ${JSON.stringify(this.events.slice(-3))} ${this.stderr}`);
      }
      await new Promise((resolve) => {
        const timer = setTimeout(resolve, 100);
        this.#changed = () => { clearTimeout(timer); resolve(); };
      });
    }
  }

  begin(code, options = {}) {
    this.events = [];
    this.stdout = this.stderr = "";
    this.send({ type: "execute", id: ++this.#execution, code, ...options });
  }

  /** What the cell showed: its events without the last, which is `done`. */
  async finish() {
    await this.until(() => this.events.some((event) => event.type === "done"));
    return this.events.filter((event) => event.type !== "done");
  }

  async run(code, options) {
    this.begin(code, options);
    return this.finish();
  }

  async result(code, options) {
    const events = await this.run(code, options);
    const error = events.find((event) => event.type === "error");
    if (error) {
      throw new Error(`${error.ename}: ${error.evalue}`);
    }
    return events.find((event) => event.type === "result")?.data;
  }

  async value(code, options) {
    return (await this.result(code, options))?.["text/plain"];
  }

  async error(code) {
    const [error] = await this.run(code);
    return error;
  }

  async ask(type, options = {}) {
    this.events = [];
    this.send({ type, request: 7, ...options });
    await this.until(() => this.events.some((event) => event.type === "reply"));
    return this.events.find((event) => event.type === "reply");
  }

  interrupt() {
    this.send({ type: "interrupt", id: this.#execution });
    process.kill(-this.#child.pid, "SIGINT");
  }

  async close() {
    this.#child.stdio[3].end();
    return this.exited;
  }
}
