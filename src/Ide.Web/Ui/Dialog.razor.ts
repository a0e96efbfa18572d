import { type Disposable, DisposableStore } from "../Workbench/Disposable";

interface Component {
  invokeMethodAsync(method: "ClosedAsync"): Promise<void>;
}

export interface DialogHandle extends Disposable {
  show(): void;
  close(): void;
}

/** Mounts a dialog element. A click beside it closes it, as Escape does. */
export function mount(dialog: HTMLDialogElement, component: Component): DialogHandle {
  const scope = new DisposableStore();
  scope.listen(dialog, "close", () => void component.invokeMethodAsync("ClosedAsync").catch(() => {}));
  scope.listen<MouseEvent>(dialog, "mousedown", (event) => {
    if (event.target === dialog && isOutside(dialog, event)) {
      dialog.close();
    }
  });
  return {
    show: () => {
      if (!dialog.open) {
        dialog.showModal();
        dialog.querySelector<HTMLElement>("[data-focus]")?.focus();
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
