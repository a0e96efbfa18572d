import { copyText } from "./Clipboard";
import { type Disposable, DisposableStore } from "../Workbench/Disposable";

/** Milliseconds that "Copied" stands. */
const stands = 2_000;

/**
 * Mounts the copy button. Where the browser refuses, the text is selected for the person to copy.
 *
 * @param takesKeyboard It has come in place of what had the keyboard: it takes it, unless the person has gone elsewhere meanwhile.
 */
export function mount(host: HTMLElement, takesKeyboard: boolean): Disposable {
  const scope = new DisposableStore();
  const field = host.querySelector("input")!;
  const label = host.querySelector<HTMLElement>("[data-copy-text]")!;
  scope.listen(host.querySelector("[data-copy]")!, "click", async () => {
    field.select();
    try {
      await copyText(field.value);
      label.textContent = "Copied";
    } catch {
      label.textContent = "Press Ctrl+C";
    }

    setTimeout(() => (label.textContent = "Copy"), stands);
  });
  // Backwards, so that the beginning shows of what is longer than the field.
  scope.listen(field, "focus", () => field.setSelectionRange(0, field.value.length, "backward"));
  if (takesKeyboard && document.activeElement === document.body) {
    field.focus();
  }

  return scope;
}
