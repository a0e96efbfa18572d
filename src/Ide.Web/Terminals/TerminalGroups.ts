/** Terminals that are shown side by side, by id; each terminal is in one group, alone in it unless somebody split it. */
export type Groups = readonly (readonly string[])[];

/** More than these side by side are too narrow to be of use. */
const mostInGroup = 4;

/** The groups for the terminals that there are: what is gone leaves, what is new stands alone at the end. */
export function groupsOf(groups: Groups, ids: readonly string[]): Groups {
  const kept = groups.map((group) => group.filter((id) => ids.includes(id))).filter((group) => group.length > 0);
  const grouped = new Set(kept.flat());
  return [...kept, ...ids.filter((id) => !grouped.has(id)).map((id) => [id])];
}

export function groupWith(groups: Groups, id: string | undefined): readonly string[] {
  return groups.find((group) => id !== undefined && group.includes(id)) ?? [];
}

/** Puts a terminal to the right of another. A group that is full stays as it is. */
export function joinTo(groups: Groups, id: string, neighbour: string): Groups {
  const group = groupWith(groups, neighbour);
  if (id === neighbour || (!group.includes(id) && group.length >= mostInGroup)) {
    return groups;
  }

  const without = groups.map((other) => other.filter((member) => member !== id)).filter((other) => other.length > 0);
  return without.map((other) =>
    other.includes(neighbour) ? other.flatMap((member) => (member === neighbour ? [member, id] : [member])) : other,
  );
}

/** Gives a terminal the room for itself again. */
export function leaveGroup(groups: Groups, id: string): Groups {
  return groups.flatMap((group) => (group.includes(id) && group.length > 1 ? [group.filter((member) => member !== id), [id]] : [group]));
}

/** The terminal beside one in its group; itself when it is alone. */
export function neighbourOf(groups: Groups, id: string, by: 1 | -1): string {
  const group = groupWith(groups, id);
  return group[(group.indexOf(id) + by + group.length) % group.length] ?? id;
}

/** What was kept, as far as it makes sense; anything may have been written there. */
export function parseGroups(text: string | null): Groups {
  try {
    const kept: unknown = JSON.parse(text ?? "[]");
    return Array.isArray(kept) ? kept.filter(isGroup).map((group) => group.slice(0, mostInGroup)) : [];
  } catch {
    return [];
  }
}

function isGroup(group: unknown): group is readonly string[] {
  return Array.isArray(group) && group.every((id) => typeof id === "string");
}
