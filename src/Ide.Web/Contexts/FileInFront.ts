import type { DisposableStore } from "../Workbench/Disposable";
import type { SandboxSession } from "../Workbench/SandboxSession";

/** Milliseconds: the editor also tells of each step of its cursor, and asking it for its file copies the text. */
const pause = 100;

/** Calls when another file, or the text of the one in front, may have come into the editor. */
export function onFileInFront(session: SandboxSession, look: () => void, scope: DisposableStore): void {
  let waiting: ReturnType<typeof setTimeout> | undefined;
  scope.add(
    session.editor.onMove(() => {
      waiting ??= setTimeout(() => {
        waiting = undefined;
        look();
      }, pause);
    }),
  );
  scope.defer(() => clearTimeout(waiting));
}
