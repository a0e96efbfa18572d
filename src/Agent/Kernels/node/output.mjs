// process.stdout and process.stderr: every write is in the pipe when it returns. Node's own would queue in memory where a
// descriptor does not block, and a loop that prints would never let the queue go. An interrupt may take a write's stack
// away at any point, so a write leaves no state behind that the next one would have to find in order.
import { Console } from "node:console";
import fs from "node:fs";
import { Writable } from "node:stream";
import { define } from "./globals.mjs";

const PAUSE_MS = 1;

let isMuted = false;

/** What `action` prints is dropped. */
export function muted(action) {
  isMuted = true;
  try {
    return action();
  } finally {
    isMuted = false;
  }
}

class Descriptor extends Writable {
  isTTY = false;
  #pause = new Int32Array(new SharedArrayBuffer(4));

  constructor(fd) {
    super();
    this.fd = fd;
  }

  write(chunk, encoding, done) {
    const callback = typeof encoding === "function" ? encoding : done;
    const bytes = typeof chunk === "string" ? Buffer.from(chunk, typeof encoding === "string" ? encoding : "utf8") : chunk;
    for (let written = 0; !isMuted && written < bytes.length;) {
      written += this.#tryWrite(bytes, written);
    }
    if (callback) {
      process.nextTick(callback);
    }
    return true;
  }

  /** What pipe() and others that go around write() call. */
  _write(chunk, encoding, done) {
    this.write(chunk, encoding);
    done();
  }

  /** As with Node's own: the descriptor stays open. */
  end(chunk, encoding, done) {
    const callback = [chunk, encoding, done].find((each) => typeof each === "function");
    if (chunk !== undefined && typeof chunk !== "function") {
      this.write(chunk, encoding);
    }
    if (callback) {
      process.nextTick(callback);
    }
    return this;
  }

  #tryWrite(bytes, from) {
    try {
      return fs.writeSync(this.fd, bytes, from);
    } catch (error) {
      if (error.code !== "EAGAIN") {
        throw error;
      }
      Atomics.wait(this.#pause, 0, 0, PAUSE_MS);
      return 0;
    }
  }
}

/** Node's own console also tells V8's inspector of every line, stack and all, which costs more than printing it. */
export function install() {
  for (const [name, fd] of [["stdout", 1], ["stderr", 2]]) {
    const stream = new Descriptor(fd);
    Object.defineProperty(process, name, { get: () => stream, configurable: true, enumerable: true });
  }
  define("console", new Console({ stdout: process.stdout, stderr: process.stderr }));
}
