import type { Command } from "./Commands";

export interface Shortcut {
  readonly title: string;
  readonly keys: string;
}

export interface ShortcutGroup {
  readonly name: string;
  readonly shortcuts: readonly Shortcut[];
}

/** By the first word of a command's id; others are called by that word. */
const names: Readonly<Record<string, string>> = {
  palette: "Find",
  view: "Window",
  run: "Run",
  file: "Files",
  editor: "Editor",
  monaco: "In the editor's text",
  terminal: "Terminals",
  settings: "Settings",
  help: "Help",
};

/** The commands that have keys, in groups: what the page's help shows. */
export function shortcutGroups(commands: readonly Command[]): readonly ShortcutGroup[] {
  const groups = new Map<string, Shortcut[]>();
  for (const { id, title, keys, ownKeys, otherKeys = [] } of commands) {
    const shown = keys ?? ownKeys;
    if (shown !== undefined) {
      const word = id.split(".")[0]!;
      const name = names[word] ?? word[0]!.toUpperCase() + word.slice(1);
      groups.set(name, [...(groups.get(name) ?? []), { title, keys: [shown, ...otherKeys].join(", ") }]);
    }
  }

  return [...groups].map(([name, shortcuts]) => ({ name, shortcuts }));
}
