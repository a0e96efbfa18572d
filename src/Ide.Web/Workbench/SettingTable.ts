/** A setting: what it starts with, and what makes of anything a value that it may have. */
export interface Setting<T> {
  readonly first: T;
  readonly parse: (value: unknown) => T | undefined;
  readonly range?: { readonly least: number; readonly most: number };
}

function oneOf<const T extends string>(first: T, ...others: readonly T[]): Setting<T> {
  const all: readonly unknown[] = [first, ...others];
  return { first, parse: (value) => (all.includes(value) ? (value as T) : undefined) };
}

function whole(first: number, least: number, most: number): Setting<number> {
  return {
    first,
    range: { least, most },
    parse: (value) => (typeof value === "number" && Number.isInteger(value) && value >= least && value <= most ? value : undefined),
  };
}

function yesOrNo(first: boolean): Setting<boolean> {
  return { first, parse: (value) => (typeof value === "boolean" ? value : undefined) };
}

/** All that a person can set, by the name that it is kept under. SettingsDialog.razor has a field for each. */
export const settingTable = {
  /** What the page looks like; Theme.ts applies it. */
  theme: oneOf("system", "light", "dark", "contrast"),
  /** Pixels. */
  editorFontSize: whole(13, 8, 32),
  /** Columns; what the editor inserts for a tab in a new file. */
  tabSize: whole(4, 1, 8),
  wordWrap: yesOrNo(false),
  minimap: yesOrNo(false),
  formatOnSave: yesOrNo(false),
  /** Pixels. */
  terminalFontSize: whole(13, 8, 32),
  /** Whether terminals keep a copy of their lines for screen readers. */
  terminalScreenReader: yesOrNo(false),
  /** Whether the browser shows a notification, where it allows one, for a long run that ends in the background. */
  notifications: yesOrNo(false),
  /** Seconds after which a run is a long one. */
  notifyAfterSeconds: whole(10, 1, 3_600),
} as const satisfies Readonly<Record<string, Setting<unknown>>>;

export type SettingName = keyof typeof settingTable;
export type Settings = { readonly [Name in SettingName]: (typeof settingTable)[Name] extends Setting<infer T> ? T : never };

export const firstSettings: Settings = parseSettings(null);

/** What was kept, as far as it makes sense; anything may have been written there. */
export function parseSettings(text: string | null): Settings {
  let kept: unknown;
  try {
    kept = JSON.parse(text ?? "{}");
  } catch {
    kept = {};
  }

  const valueOf = ([name, setting]: [string, Setting<unknown>]): [string, unknown] => [
    name,
    setting.parse((kept as Readonly<Record<string, unknown>> | null)?.[name]) ?? setting.first,
  ];
  return Object.fromEntries(Object.entries(settingTable).map(valueOf)) as Settings;
}
