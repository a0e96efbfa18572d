import type { Disposable } from "./Disposable";
import { Emitter } from "./Emitter";

const changes = new Emitter<void>();
const prefersLess = window.matchMedia("(prefers-reduced-motion: reduce)");
prefersLess.addEventListener("change", () => changes.emit());

/** Whether the person wants nothing to move by itself. The stylesheets know it; this is for what scripts move. */
export function isStill(): boolean {
  return prefersLess.matches;
}

/** Called when that has changed. */
export const onStill = (listener: () => void): Disposable => changes.on(listener);
