import { copyText } from "./Clipboard";
import { type Disposable, DisposableStore } from "../Workbench/Disposable";

/** Milliseconds that "Copied" stands. */
const stands = 2_000;

/** Mounts the copy button. Where the browser refuses, the text is selected for the person to copy. */
export function mount(host: HTMLElement): Disposable {
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
  scope.listen(field, "focus", () => field.select());
  return scope;
}
