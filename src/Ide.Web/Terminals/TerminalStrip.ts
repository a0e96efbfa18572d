import type { DisposableStore } from "../Workbench/Disposable";

/** What the tabs of terminals can be asked beside being chosen and closed. */
export interface StripDeeds {
  rename(id: string): void;
  /** A tab was dropped on a terminal. */
  joinTo(id: string, neighbour: string): void;
  activate(id: string): void;
}

const dragType = "application/x-ide-terminal";

/** A double click or F2 on a tab renames it; a tab that is dropped on a terminal stands beside that one. */
export function bindStrip(strip: HTMLElement, host: HTMLElement, scope: DisposableStore, deeds: StripDeeds): void {
  scope.listen<MouseEvent>(strip, "dblclick", (event) => {
    const id = tabAt(event.target);
    if (id !== undefined) {
      deeds.rename(id);
    }
  });
  scope.listen<KeyboardEvent>(strip, "keydown", (event) => {
    const id = tabAt(event.target);
    if (event.key === "F2" && id !== undefined) {
      event.preventDefault();
      event.stopPropagation();
      deeds.rename(id);
    }
  });
  // Only what is draggable can be dragged; the tabs are drawn by others, again and again.
  scope.listen<PointerEvent>(strip, "pointerdown", (event) => {
    const tab = (event.target as Element).closest<HTMLElement>(".tab");
    if (tab && event.button === 0) {
      tab.draggable = true;
    }
  });
  scope.listen<DragEvent>(strip, "dragstart", (event) => {
    const id = tabAt(event.target);
    if (id !== undefined && event.dataTransfer) {
      event.dataTransfer.setData(dragType, id);
      event.dataTransfer.effectAllowed = "move";
    }
  });
  scope.listen<DragEvent>(host, "dragover", (event) => {
    if (event.dataTransfer?.types.includes(dragType)) {
      event.preventDefault();
      host.dataset["dropping"] = "true";
    }
  });
  for (const type of ["dragleave", "drop"]) {
    scope.listen(host, type, () => delete host.dataset["dropping"]);
  }

  scope.listen<DragEvent>(host, "drop", (event) => {
    const id = event.dataTransfer?.getData(dragType);
    const neighbour = terminalAt(event.target);
    if (id && neighbour !== undefined && id !== neighbour) {
      event.preventDefault();
      deeds.joinTo(id, neighbour);
    }
  });
  scope.listen<FocusEvent>(host, "focusin", (event) => {
    const id = terminalAt(event.target);
    // A border is between two: to be on it means neither.
    if (id !== undefined && !(event.target as Element).matches(".terminal-border")) {
      deeds.activate(id);
    }
  });
}

function tabAt(target: EventTarget | null): string | undefined {
  return (target as Element | null)?.closest(".tab")?.querySelector<HTMLElement>("[data-terminal-tab]")?.dataset["terminalTab"];
}

function terminalAt(target: EventTarget | null): string | undefined {
  return (target as Element | null)?.closest<HTMLElement>("[data-terminal-id]")?.dataset["terminalId"];
}
