// The frames of the driver's protocol: python/ide_kernel/frames.py describes them, and every message, once for all drivers.

export const MAX_FRAME_BYTES = 64 * 1024 * 1024;

/** Of a value in a message. The Agent takes a message nested deeper than 64 for one that no driver of ours has made. */
export const MAX_DEPTH = 60;

/** Whether the JSON of a value is nested deeper than MAX_DEPTH; throws what JSON.stringify throws, as for cycles. */
export function isTooDeep(value) {
  if (typeof value !== "object" || value === null) {
    return false;
  }
  const text = textOf(value);
  return text === "" || depthOf(text) > MAX_DEPTH;
}

/** Of JSON's text, which also has what toJSON() makes; brackets within strings are not counted. */
function depthOf(text) {
  let depth = 0;
  let deepest = 0;
  let isInString = false;
  // By characters: a regular expression runs out of stack in a string of some megabytes.
  for (let at = 0; at < text.length; at++) {
    const character = text[at];
    if (isInString && character === "\\") {
      at++;
    } else if (character === '"') {
      isInString = !isInString;
    } else if (!isInString && (character === "[" || character === "{")) {
      deepest = Math.max(deepest, ++depth);
    } else if (!isInString && (character === "]" || character === "}")) {
      depth--;
    }
  }
  return deepest;
}

/** Empty when it is nested too deeply for JSON.stringify itself. */
function textOf(value) {
  try {
    return JSON.stringify(value) ?? "null";
  } catch (error) {
    if (error instanceof RangeError) {
      return "";
    }
    throw error;
  }
}

/** @returns {Buffer} the frame's bytes. Throws a RangeError when the message is too large. */
export function encode(message) {
  const body = Buffer.from(JSON.stringify(message), "utf8");
  if (body.length > MAX_FRAME_BYTES) {
    throw new RangeError(`${body.length.toLocaleString("en")} bytes`);
  }
  const frame = Buffer.allocUnsafe(4 + body.length);
  frame.writeUInt32LE(body.length, 0);
  body.copy(frame, 4);
  return frame;
}

/** Cuts a stream of bytes into messages, however the bytes are split. */
export class Decoder {
  #held = Buffer.alloc(0);

  *feed(data) {
    this.#held = this.#held.length === 0 ? data : Buffer.concat([this.#held, data]);
    while (this.#held.length >= 4) {
      const end = 4 + this.#held.readUInt32LE(0);
      if (end > MAX_FRAME_BYTES) {
        throw new RangeError(`${end.toLocaleString("en")} bytes`);
      }
      if (this.#held.length < end) {
        return;
      }
      const message = JSON.parse(this.#held.toString("utf8", 4, end));
      this.#held = this.#held.subarray(end);
      yield message;
    }
  }
}
