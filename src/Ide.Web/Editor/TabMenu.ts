import { type MenuEntry, openMenu } from "../Ui/ContextMenu";
import { shownNameOf } from "../Ui/FileNames";
import { invoke } from "../Workbench/CommandButtons";
import type { CommandRegistry } from "../Workbench/Commands";

const rows: readonly (readonly [command: string, icon: string] | null)[] = [
  ["editor.close", "x"],
  ["editor.closeOthers", "x"],
  ["editor.closeRight", "x"],
  null,
  ["editor.copyPath", "copy"],
  ["explorer.reveal", "folder"],
  null,
  ["editor.splitRight", "columns-2"],
  ["editor.splitDown", "rows-2"],
  ["editor.moveNext", "chevron-right"],
];

/** The menu of a tab, which is in front by then: the commands of the file in front. */
export function openTabMenu(path: string, commands: CommandRegistry, at: { readonly x: number; readonly y: number }): void {
  const entries = rows.map((row): MenuEntry | null | undefined => {
    const command = row && commands.get(row[0]);
    return row && command
      ? {
          title: command.title,
          icon: row[1],
          refusal: command.refusal?.(),
          run: () => invoke(commands, command.id),
          ...(command.keys === undefined ? {} : { keys: command.keys }),
        }
      : row === null
        ? null
        : undefined;
  });
  openMenu(`Actions for ${shownNameOf(path)}`, entries.filter((entry) => entry !== undefined), at);
}
