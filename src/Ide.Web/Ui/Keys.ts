/** Keys as they are shown: by what stands on a keyboard, where events say ArrowLeft. */
export function shownKeys(keys: string): string {
  return keys.replace(/\bArrow(?=Left|Right|Up|Down)/g, "");
}
