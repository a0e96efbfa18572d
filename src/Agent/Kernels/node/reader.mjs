// The reader thread: takes what the Agent sends while the main thread may be deep in the user's code. It acknowledges
// barriers, hands over input, and interrupts.
//
// An interrupt is first a message: when the main thread is waiting (for a timer, a promise), it ends the execution by
// itself. A main thread that does not answer is in a loop: its execution is terminated through the inspector, from the
// outside, which no code can catch. The variables stay. Whatever was on the stack is gone, the driver's own frames too,
// so the driver expects every call into user code to never return; then the message is answered.
import inspector from "node:inspector";
import net from "node:net";
import { parentPort, workerData } from "node:worker_threads";
import { Decoder } from "./frames.mjs";
import { ACKNOWLEDGED, INPUT, INTERRUPTED, MAX_INPUT_BYTES, RUNNING, WANTS_INPUT, inputOf, numbersOf } from "./shared.mjs";

/** How long the main thread has to answer before it is taken to be in a loop. */
const ANSWER_MS = 50;
/** How long a process whose Agent is gone has to end by itself. */
const FAREWELL_MS = 1000;

const numbers = numbersOf(workerData.memory);
const input = inputOf(workerData.memory);
const decoder = new Decoder();
/** The execution whose interrupt is under way; the Agent repeats itself. */
let insisting = 0;

const socket = new net.Socket({ fd: workerData.descriptor, readable: true, writable: false });
socket.on("data", (data) => {
  for (const message of decoder.feed(data)) {
    take(message);
  }
});
socket.on("close", () => {
  parentPort.postMessage({ type: "disconnected" });
  setTimeout(() => process.kill(process.pid, "SIGKILL"), FAREWELL_MS);
});

function take(message) {
  if (message.type === "barrier_ack") {
    Atomics.store(numbers, ACKNOWLEDGED, message.barrier);
    Atomics.notify(numbers, ACKNOWLEDGED);
  } else if (message.type === "input_reply" && Atomics.load(numbers, WANTS_INPUT) === 1) {
    giveInput(message);
  } else {
    parentPort.postMessage(message);
    if (message.type === "interrupt" && message.id !== insisting) {
      insisting = message.id;
      setTimeout(insist, ANSWER_MS, message.id);
    }
  }
}

function giveInput(message) {
  let length = -1;
  if (!message.eof) {
    const bytes = Buffer.from(message.value, "utf8").subarray(0, MAX_INPUT_BYTES);
    input.set(bytes);
    length = bytes.length + 1;
  }
  Atomics.store(numbers, INPUT, length);
  Atomics.notify(numbers, INPUT);
}

function insist(id) {
  if (Atomics.load(numbers, RUNNING) !== id || Atomics.load(numbers, INTERRUPTED) >= id) {
    return;
  }
  // Connected only for this: a session that lives would keep the process from ending. Again and again, since what comes
  // next (a timer, a promise) may loop too, and since an answer may never come.
  const session = new inspector.Session();
  session.connectToMainThread();
  session.post("Runtime.terminateExecution");
  setTimeout(() => {
    session.disconnect();
    insist(id);
  }, ANSWER_MS);
}
