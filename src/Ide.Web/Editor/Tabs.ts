/** What a tab shows of its file: the text, how it looks, or one beside the other. */
export type TabView = "text" | "preview" | "both";

/** Which files are open in one group, in what order, and which one is looked at. */
export interface Tabs {
  readonly paths: readonly string[];
  readonly active: string | undefined;
  /** What was chosen for a file; the others are shown as their kind is by itself. */
  readonly views?: Readonly<Record<string, TabView>>;
}

export const noTabs: Tabs = { paths: [], active: undefined };

/** A new tab stands beside the active one. */
export function openTab(tabs: Tabs, path: string): Tabs {
  if (tabs.paths.includes(path)) {
    return { ...tabs, active: path };
  }

  const at = tabs.active === undefined ? tabs.paths.length : tabs.paths.indexOf(tabs.active) + 1;
  return { ...tabs, paths: tabs.paths.toSpliced(at, 0, path), active: path };
}

/** Puts a tab at a place, whether it was there before or not, and looks at it. */
export function placeTab(tabs: Tabs, path: string, at: number): Tabs {
  const before = tabs.paths.indexOf(path);
  const paths = tabs.paths.filter((other) => other !== path);
  const place = before >= 0 && before < at ? at - 1 : at;
  return { ...tabs, paths: paths.toSpliced(place, 0, path), active: path };
}

/** The neighbour on the right takes over, or the one on the left where there is none. */
export function closeTab(tabs: Tabs, path: string): Tabs {
  const at = tabs.paths.indexOf(path);
  if (at < 0) {
    return tabs;
  }

  const paths = tabs.paths.toSpliced(at, 1);
  return showAs({ ...tabs, paths, active: tabs.active === path ? (paths[at] ?? paths[at - 1]) : tabs.active }, path, undefined);
}

/** The tab that is so many steps from the active one; after the last comes the first. */
export function neighbour(tabs: Tabs, steps: number): string | undefined {
  const at = tabs.active === undefined ? -1 : tabs.paths.indexOf(tabs.active);
  return at < 0 ? undefined : tabs.paths.at((at + steps) % tabs.paths.length);
}

/** @param view Undefined: as the file's kind is by itself. */
export function showAs(tabs: Tabs, path: string, view: TabView | undefined): Tabs {
  const { [path]: _, ...others } = tabs.views ?? {};
  const views = view === undefined ? others : { ...others, [path]: view };
  const { views: __, ...rest } = tabs;
  return Object.keys(views).length === 0 ? rest : { ...rest, views };
}

/** The path that a file has after it, or a folder above it, was renamed. */
export function renamedPath(path: string, from: string, to: string): string {
  return path === from || path.startsWith(`${from}/`) ? to + path.slice(from.length) : path;
}

/** A renamed file, or everything under a renamed folder, stays open under its new name. */
export function renameTabs(tabs: Tabs, from: string, to: string): Tabs {
  const renamed = (path: string): string => renamedPath(path, from, to);
  const views = Object.fromEntries(Object.entries(tabs.views ?? {}).map(([path, view]) => [renamed(path), view]));
  return {
    paths: [...new Set(tabs.paths.map(renamed))],
    active: tabs.active === undefined ? undefined : renamed(tabs.active),
    ...(tabs.views ? { views } : {}),
  };
}

/** What was stored, as far as it makes sense. */
export function tabsFrom(stored: unknown): Tabs {
  const { paths: list, active: front, views: chosen } = (stored ?? {}) as { readonly [name in keyof Tabs]?: unknown };
  const paths = Array.isArray(list) ? list.filter((path) => typeof path === "string") : [];
  const active = paths.find((path) => path === front) ?? paths[0];
  const views = Object.entries((typeof chosen === "object" && chosen) || {}).filter(
    ([path, view]) => paths.includes(path) && (view === "text" || view === "preview" || view === "both"),
  ) as [string, TabView][];
  return { paths: [...new Set(paths)], active, ...(views.length > 0 ? { views: Object.fromEntries(views) } : {}) };
}
