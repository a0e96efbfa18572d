// Calls into the user's objects that must come back: getters and inspect functions may loop for ever. V8's watchdog ends
// what takes too long, which no code can catch. A call that blocks outside of V8 (execSync) cannot be ended from here.
import vm from "node:vm";

let called;
/** Of a property of the global object, which cells may not declare: it is no identifier. */
const NAME = " ide-kernel";
Object.defineProperty(globalThis, NAME, { value: () => called(), enumerable: false });
// The one way into V8's watchdog is a script that is run by node:vm.
const script = new vm.Script(`this["${NAME}"]()`);

export class TookTooLong extends Error {}

/** What `action` returns or throws; TookTooLong when it did neither in time. */
export function within(milliseconds, action) {
  called = action;
  try {
    return script.runInThisContext({ timeout: Math.max(1, Math.ceil(milliseconds)) });
  } catch (error) {
    throw error?.code === "ERR_SCRIPT_EXECUTION_TIMEOUT" ? new TookTooLong("") : error;
  } finally {
    called = undefined;
  }
}
