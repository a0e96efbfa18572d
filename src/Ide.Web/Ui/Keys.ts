/** Keys as they are shown: by what stands on a keyboard, where events say ArrowLeft. */
export function shownKeys(keys: string): string {
  return keys.replace(/\bArrow(?=Left|Right|Up|Down)/g, "");
}

/** Whether this is a Mac, where a few of the editor's own keys are others. */
export const isMac = globalThis.navigator?.platform?.startsWith("Mac") ?? false;
