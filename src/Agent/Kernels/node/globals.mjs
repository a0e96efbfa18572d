/** Puts a name into the user's global scope, where it can be declared anew. */
export function define(name, value) {
  Object.defineProperty(globalThis, name, { value, writable: true, configurable: true, enumerable: false });
}
