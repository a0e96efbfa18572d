import type { DisposableStore } from "../Workbench/Disposable";
import type { SandboxSession } from "../Workbench/SandboxSession";

/** What the tree does; ExplorerCommands.cs has the same names. The keys in brackets work in the tree itself. */
const titles: readonly (readonly [id: string, title: string, changes: boolean])[] = [
  ["explorer.newFile", "New file", true],
  ["explorer.newFolder", "New folder", true],
  ["explorer.upload", "Upload files", true],
  ["explorer.uploadFolder", "Upload a folder", true],
  ["explorer.rename", "Rename the selected file (F2 in the tree)", true],
  ["explorer.duplicate", "Duplicate the selected files", true],
  ["explorer.cut", "Cut the selected files (Ctrl+X in the tree)", true],
  ["explorer.copy", "Copy the selected files (Ctrl+C in the tree)", false],
  ["explorer.paste", "Paste files (Ctrl+V in the tree)", true],
  ["explorer.delete", "Delete the selected files (Delete in the tree)", true],
  ["explorer.download", "Download the selected files", false],
  ["explorer.copyPath", "Copy the paths of the selected files", false],
  ["explorer.refresh", "Refresh the files", false],
  ["explorer.collapseAll", "Collapse all folders", false],
];

/** Registers the commands of the tree with the page; each brings the tree to the front and is done there. */
export function registerExplorerCommands(session: SandboxSession, run: (id: string) => Promise<void>, scope: DisposableStore): void {
  for (const [id, title, changes] of titles) {
    scope.add(
      session.commands.register({
        id,
        title,
        refusal: () => (changes ? session.changeRefusal() : undefined),
        run: async () => {
          session.show("explorer");
          await run(id);
        },
      }),
    );
  }
}
