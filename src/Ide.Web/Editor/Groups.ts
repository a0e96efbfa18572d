import { closeTab, noTabs, openTab, placeTab, renameTabs, showAs, type Tabs, tabsFrom } from "./Tabs";

/** One editor with its tabs. */
export interface Group {
  readonly kind: "group";
  readonly id: number;
  readonly tabs: Tabs;
}

/** Groups and splits beside each other, each with its share of the room. */
export interface Split {
  readonly kind: "split";
  readonly direction: "row" | "column";
  readonly parts: readonly Part[];
  /** As many as parts; they add up to 1. */
  readonly shares: readonly number[];
}

export type Part = Group | Split;
export type Edge = "left" | "right" | "up" | "down";

/** How the editor's room is divided. There is always a group, and only a group that is alone may be empty. */
export interface Groups {
  readonly root: Part;
  /** The group that the keyboard is in, or was in last. */
  readonly active: number;
}

/** More are too small to work in. */
export const mostGroups = 9;

export const oneGroup: Groups = { root: { kind: "group", id: 1, tabs: noTabs }, active: 1 };

/** In the order in which they are read. */
export function groupsIn(part: Part): readonly Group[] {
  return part.kind === "group" ? [part] : part.parts.flatMap(groupsIn);
}

export function activeGroup(groups: Groups): Group {
  return groupsIn(groups.root).find((group) => group.id === groups.active) ?? groupsIn(groups.root)[0]!;
}

export function groupOf(groups: Groups, id: number): Group | undefined {
  return groupsIn(groups.root).find((group) => group.id === id);
}

/** Every open file, once. */
export function pathsIn(groups: Groups): readonly string[] {
  return [...new Set(groupsIn(groups.root).flatMap((group) => group.tabs.paths))];
}

export function activate(groups: Groups, id: number): Groups {
  return groupOf(groups, id) ? { ...groups, active: id } : groups;
}

/** Changes one group's tabs. A group that they leave empty gives its room to its neighbours. */
export function changeTabs(groups: Groups, id: number, change: (tabs: Tabs) => Tabs): Groups {
  const root = mapGroups(groups.root, (group) => (group.id === id ? { ...group, tabs: change(group.tabs) } : group));
  return tidy({ ...groups, root });
}

/** Divides a group; the new half shows the file, which stays where it was, too. */
export function splitGroup(groups: Groups, id: number, edge: Edge, path: string): Groups {
  const group = groupOf(groups, id);
  const all = groupsIn(groups.root);
  if (!group || all.length >= mostGroups) {
    return groups;
  }

  const made = Math.max(...all.map((other) => other.id)) + 1;
  const view = group.tabs.views?.[path];
  const half: Group = { kind: "group", id: made, tabs: showAs(openTab(noTabs, path), path, view) };
  return { root: flat(insertBeside(groups.root, id, edge, half)), active: made };
}

/** Takes a tab to a group, at a place in its strip. */
export function moveTab(groups: Groups, path: string, from: number, to: number, at: number): Groups {
  if (!groupOf(groups, from)?.tabs.paths.includes(path) || !groupOf(groups, to)) {
    return groups;
  }

  const view = groupOf(groups, from)!.tabs.views?.[path];
  const placed = mapGroups(groups.root, (group) =>
    group.id === to
      ? { ...group, tabs: showAs(placeTab(group.tabs, path, at), path, view) }
      : group.id === from
        ? { ...group, tabs: closeTab(group.tabs, path) }
        : group,
  );
  return tidy({ root: placed, active: to });
}

/** Takes a tab to the edge of a group, which is divided for it. */
export function moveToEdge(groups: Groups, path: string, from: number, to: number, edge: Edge): Groups {
  const alone = from === to && groupOf(groups, from)?.tabs.paths.length === 1;
  const divided = alone ? groups : splitGroup(groups, to, edge, path);
  return divided === groups ? groups : changeTabs(divided, from, (tabs) => closeTab(tabs, path));
}

export function renameIn(groups: Groups, from: string, to: string): Groups {
  return { ...groups, root: mapGroups(groups.root, (group) => ({ ...group, tabs: renameTabs(group.tabs, from, to) })) };
}

/** @param path Which split, as the indexes of parts from the root. */
export function resize(groups: Groups, path: readonly number[], shares: readonly number[]): Groups {
  const change = (part: Part, rest: readonly number[]): Part => {
    if (part.kind === "group") {
      return part;
    }

    const [at, ...deeper] = rest;
    return at === undefined ? { ...part, shares } : { ...part, parts: part.parts.map((each, index) => (index === at ? change(each, deeper) : each)) };
  };
  return { ...groups, root: change(groups.root, path) };
}

/** What was stored, as far as it makes sense; also the form of a time when there was one group only. */
export function parseGroups(text: string | null): Groups {
  try {
    const stored = JSON.parse(text ?? "null") as { readonly root?: unknown; readonly active?: unknown } | null;
    const ids: unknown[] = [];
    const root = partFrom(stored?.root ?? { tabs: stored }, ids, 0);
    return tidy({ root, active: ids.indexOf(stored?.active) + 1 });
  } catch {
    return oneGroup;
  }
}

/** @param ids Of the groups as stored; each gets its place in them as its new one. */
function partFrom(stored: unknown, ids: unknown[], depth: number): Part {
  const { kind, id, tabs, direction, parts, shares } = stored as { readonly [name: string]: unknown };
  if (kind !== "split" || !Array.isArray(parts) || parts.length === 0 || parts.length > mostGroups || depth > mostGroups) {
    return { kind: "group", id: ids.push(id), tabs: tabsFrom(tabs) };
  }

  const fit = Array.isArray(shares) && shares.length === parts.length && shares.every((share) => share > 0 && share < 1);
  return {
    kind: "split",
    direction: direction === "column" ? "column" : "row",
    parts: parts.map((part) => partFrom(part, ids, depth + 1)),
    shares: fit ? (shares as number[]) : parts.map(() => 1 / parts.length),
  };
}

function mapGroups(part: Part, change: (group: Group) => Group): Part {
  return part.kind === "group" ? change(part) : { ...part, parts: part.parts.map((each) => mapGroups(each, change)) };
}

function insertBeside(part: Part, id: number, edge: Edge, half: Group): Part {
  if (part.kind === "split") {
    return { ...part, parts: part.parts.map((each) => insertBeside(each, id, edge, half)) };
  }

  const first = edge === "left" || edge === "up";
  const direction = edge === "left" || edge === "right" ? "row" : "column";
  return part.id === id ? { kind: "split", direction, parts: first ? [half, part] : [part, half], shares: [0.5, 0.5] } : part;
}

/** Without empty groups, splits of one part, and splits in splits of the same direction; with an active group that is there. */
function tidy(groups: Groups): Groups {
  const all = groupsIn(groups.root);
  const root = flat(withoutEmpty(groups.root) ?? { kind: "group", id: (groupOf(groups, groups.active) ?? all[0]!).id, tabs: noTabs });
  const left = groupsIn(root);
  if (left.some((group) => group.id === groups.active)) {
    return { root, active: groups.active };
  }

  const at = all.findIndex((group) => group.id === groups.active);
  return { root, active: (left[Math.max(0, at - 1)] ?? left[0]!).id };
}

function withoutEmpty(part: Part): Part | undefined {
  if (part.kind === "group") {
    return part.tabs.paths.length === 0 ? undefined : part;
  }

  const kept = part.parts.map((each, index) => ({ each: withoutEmpty(each), share: part.shares[index]! })).filter(({ each }) => each);
  const whole = kept.reduce((sum, { share }) => sum + share, 0);
  return kept.length === 0 ? undefined : { ...part, parts: kept.map(({ each }) => each!), shares: kept.map(({ share }) => share / whole) };
}

function flat(part: Part): Part {
  if (part.kind === "group") {
    return part;
  }

  const parts: Part[] = [];
  const shares: number[] = [];
  part.parts.map(flat).forEach((each, index) => {
    const inline = each.kind === "split" && each.direction === part.direction;
    parts.push(...(inline ? each.parts : [each]));
    shares.push(...(inline ? each.shares : [1]).map((share) => share * part.shares[index]!));
  });
  return parts.length === 1 ? parts[0]! : { ...part, parts, shares };
}
