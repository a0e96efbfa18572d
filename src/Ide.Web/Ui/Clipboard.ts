/**
 * Puts a text on the clipboard; rejects when the browser does not allow it. A page that came without TLS from another
 * machine has no clipboard of its own, and copies as pages did before there was one.
 */
export async function copyText(text: string): Promise<void> {
  if (navigator.clipboard) {
    return navigator.clipboard.writeText(text);
  }

  const focused = document.activeElement;
  const field = document.createElement("textarea");
  field.value = text;
  field.setAttribute("aria-hidden", "true");
  field.style.cssText = "position: fixed; inset: 0 auto auto 0; opacity: 0";
  document.body.append(field);
  field.select();
  const copied = document.execCommand("copy");
  field.remove();
  if (focused instanceof HTMLElement) {
    focused.focus();
  }

  if (!copied) {
    throw new Error("The browser did not allow copying.");
  }
}
