/** Of the room that two terminals have together, the least that is left of one when the border is moved as far as it goes. */
const least = 0.15;

/** Moves the border between a place and the one before it by a share of the whole room; all other places keep theirs. */
export function moveBorder(shares: readonly number[], place: number, by: number): readonly number[] {
  const both = shares[place - 1]! + shares[place]!;
  const before = Math.min(Math.max(shares[place - 1]! + by, both * least), both * (1 - least));
  return shares.map((share, index) => (index === place - 1 ? before : index === place ? both - before : share));
}

export function evenShares(count: number): readonly number[] {
  return Array.from({ length: count }, () => 1 / count);
}

/** What was kept for a group, if it is what a group of that many can have; anything may have been written there. */
export function parseShares(kept: unknown, count: number): readonly number[] {
  const fits = Array.isArray(kept) && kept.length === count && kept.every((share) => typeof share === "number" && share > 0 && share < 1);
  return fits ? (kept as readonly number[]) : evenShares(count);
}
