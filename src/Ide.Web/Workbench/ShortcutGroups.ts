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
  terminal: "Terminals",
  settings: "Settings",
  help: "Help",
};

/** What the editor and the browser bring along, and no command of the page is. */
const brought: readonly ShortcutGroup[] = [
  {
    name: "In the editor",
    shortcuts: [
      { title: "Find, replace", keys: "Ctrl+F, Ctrl+H" },
      { title: "Suggest", keys: "Ctrl+Space" },
      { title: "Comment the line", keys: "Ctrl+/" },
      { title: "Move the line", keys: "Alt+Up, Alt+Down" },
      { title: "Select the next same word", keys: "Ctrl+D" },
      { title: "Let Tab move the focus", keys: "Ctrl+M" },
    ],
  },
];

/** The commands that have keys, in groups: what the page's help shows. */
export function shortcutGroups(commands: readonly Command[]): readonly ShortcutGroup[] {
  const groups = new Map<string, Shortcut[]>();
  for (const { id, title, keys, otherKeys = [] } of commands) {
    if (keys !== undefined) {
      const word = id.split(".")[0]!;
      const name = names[word] ?? word[0]!.toUpperCase() + word.slice(1);
      groups.set(name, [...(groups.get(name) ?? []), { title, keys: [keys, ...otherKeys].join(", ") }]);
    }
  }

  return [...[...groups].map(([name, shortcuts]) => ({ name, shortcuts })), ...brought];
}
