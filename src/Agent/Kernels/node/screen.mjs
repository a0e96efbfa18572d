// What code shows: display() and its relatives, as global functions.
import { bundleOf } from "./formats.mjs";
import { isTooDeep, MAX_DEPTH } from "./frames.mjs";
import { define } from "./globals.mjs";

const MAX_DISPLAYS = 10_000;
const MAX_BYTES = 256 * 1024 * 1024;

/** Without what is nested too deeply to be sent; says so where nothing else is left to see. */
function shallow(bundle) {
  const kept = Object.fromEntries(Object.entries(bundle).filter(([, value]) => !isTooDeep(value)));
  return Object.keys(kept).length === Object.keys(bundle).length
    ? kept
    : { "text/plain": `[not shown: nested deeper than ${MAX_DEPTH} levels]`, ...kept };
}

export class Screen {
  #channel;
  #execution = 0;
  #displays = 0;
  #bytes = 0;
  #isTold = false;

  constructor(channel) {
    this.#channel = channel;
  }

  begin(execution) {
    this.#execution = execution;
    this.#displays = this.#bytes = 0;
    this.#isTold = false;
  }

  /** @param kind result, display or update_display */
  show(kind, bundle, displayId) {
    const data = shallow(bundle);
    this.#bytes += Object.values(data).reduce((sum, value) => sum + (typeof value === "string" ? value.length : 0), 0);
    if (++this.#displays > MAX_DISPLAYS) {
      this.#refuse(`more than ${MAX_DISPLAYS.toLocaleString("en")} displays in one run`);
    } else if (this.#bytes > MAX_BYTES) {
      this.#refuse(`more than ${MAX_BYTES >> 20} MiB of displays in one run`);
    } else {
      const message = { type: kind, execution: this.#execution, data, metadata: {} };
      this.#channel.show(displayId === undefined ? message : { ...message, displayId: String(displayId) });
    }
  }

  clear(wait) {
    this.#channel.sendAndWait({ type: "clear_output", execution: this.#execution, wait: Boolean(wait) });
  }

  #refuse(reason) {
    if (!this.#isTold) {
      this.#isTold = true;
      process.stderr.write(`[no longer shown: ${reason}]\n`);
    }
  }

  /** Gives code its `display`: display(value), display.html(text), display.mime(bundle), display.update(id, value) … */
  install() {
    const show = (data, options) => {
      this.show("display", data, options?.displayId);
      return { update: (value) => display.update(options?.displayId, value) };
    };
    const display = (value, options) => show(bundleOf(value), options);
    const as = (mime) => (content, options) => show({ "text/plain": String(content), [mime]: content }, options);
    Object.assign(display, {
      html: as("text/html"), markdown: as("text/markdown"), svg: as("image/svg+xml"), latex: as("text/latex"),
      javascript: as("application/javascript"), json: as("application/json"),
      mime: (bundle, options) => show({ ...bundle }, options),
      update: (id, value) => this.show("update_display", bundleOf(value), id),
      clear: ({ wait = false } = {}) => this.clear(wait),
    });
    define("display", display);
  }
}
