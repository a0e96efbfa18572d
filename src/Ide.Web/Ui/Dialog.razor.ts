import { isKept, restoreFields } from "../Ui/FieldKeeping";
import { type Disposable, DisposableStore } from "../Workbench/Disposable";

interface Component {
  invokeMethodAsync(method: "ClosedAsync" | "OpenAsync"): Promise<void>;
}

export interface DialogHandle extends Disposable {
  show(): void;
  close(): void;
}

/**
 * Mounts a dialog element. A click beside it closes it, as Escape does.
 *
 * @param kept Its name among what is kept over a load of the page; null for one that is not.
 */
export function mount(dialog: HTMLDialogElement, component: Component, kept: string | null): DialogHandle {
  const scope = new DisposableStore();
  scope.listen(dialog, "close", () => void component.invokeMethodAsync("ClosedAsync").catch(() => {}));
  scope.listen<MouseEvent>(dialog, "mousedown", (event) => {
    if (event.target === dialog && isOutside(dialog, event)) {
      dialog.close();
    }
  });
  if (kept !== null && isKept(kept)) {
    void component.invokeMethodAsync("OpenAsync").catch(() => {});
  }

  return {
    show: () => {
      if (!dialog.open) {
        dialog.showModal();
        dialog.querySelector<HTMLElement>("[data-focus]")?.focus();
        restoreFields(dialog);
      }
    },
    close: () => dialog.close(),
    dispose: () => scope.dispose(),
  };
}

function isOutside(dialog: HTMLElement, { clientX, clientY }: MouseEvent): boolean {
  const box = dialog.getBoundingClientRect();
  return clientX < box.left || clientX > box.right || clientY < box.top || clientY > box.bottom;
}
