import { toast } from "../Ui/Toasts";
import type { DisposableStore } from "../Workbench/Disposable";
import { sentenceOf } from "../Workbench/SandboxApi";
import { droppedItems } from "./DroppedItems";
import type { UploadItem } from "./Upload";

/** The dragged row's path; the selection that goes with it is known where the tree is drawn. */
const rowType = "application/x-ide-path";

export interface Drops {
  moved(path: string, folder: string, isCopy: boolean): void;
  uploaded(folder: string, items: readonly UploadItem[]): void;
}

/** Lets rows be dragged to folders, and files and folders be dropped from outside: onto a folder into it, elsewhere beside what is there. */
export function acceptDrags(tree: HTMLElement, drops: Drops, scope: DisposableStore): void {
  let marked: HTMLElement | undefined;
  const mark = (row: HTMLElement | undefined): void => {
    marked?.removeAttribute("data-drop");
    marked = row;
    marked?.setAttribute("data-drop", "");
  };
  const end = (): void => {
    mark(undefined);
    delete tree.dataset["dropping"];
  };
  scope.listen<DragEvent>(tree, "dragstart", (event) => {
    const path = rowAt(event)?.dataset["path"];
    if (path !== undefined && event.dataTransfer) {
      event.dataTransfer.setData(rowType, path);
      event.dataTransfer.effectAllowed = "copyMove";
    }
  });
  scope.listen<DragEvent>(tree, "dragover", (event) => {
    const types = event.dataTransfer?.types ?? [];
    if (event.dataTransfer && (types.includes("Files") || types.includes(rowType))) {
      event.preventDefault();
      event.dataTransfer.dropEffect = types.includes("Files") || event.ctrlKey ? "copy" : "move";
      const row = rowAt(event);
      mark(row?.dataset["folder"] === "true" ? row : undefined);
      if (!marked) {
        tree.dataset["dropping"] = "true";
      } else {
        delete tree.dataset["dropping"];
      }
    }
  });
  scope.listen<DragEvent>(tree, "dragleave", (event) => {
    if (!tree.contains(event.relatedTarget as Node | null)) {
      end();
    }
  });
  scope.listen(tree, "dragend", end);
  scope.listen<DragEvent>(tree, "drop", (event) => {
    event.preventDefault();
    end();
    const folder = folderAt(event);
    const path = event.dataTransfer?.getData(rowType) ?? "";
    if (path !== "") {
      drops.moved(path, folder, event.ctrlKey);
    } else if (event.dataTransfer) {
      droppedItems(event.dataTransfer).then(
        (items) => drops.uploaded(folder, items),
        (error: unknown) => toast("error", sentenceOf(error)),
      );
    }
  });
}

function rowAt(event: DragEvent): HTMLElement | undefined {
  return (event.target as Element).closest<HTMLElement>("[data-path]") ?? undefined;
}

function folderAt(event: DragEvent): string {
  const row = rowAt(event);
  const path = row?.dataset["path"] ?? "/workspace/";
  return row?.dataset["folder"] === "true" ? path : path.slice(0, path.lastIndexOf("/"));
}
