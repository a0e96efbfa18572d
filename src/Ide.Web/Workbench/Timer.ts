/** The clock, so that tests can turn it by hand. */
export interface Timer {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Returns what cancels it. */
  after(milliseconds: number, action: () => void): () => void;
}

export const systemTimer: Timer = {
  now: () => Date.now(),
  after: (milliseconds, action) => {
    const id = setTimeout(action, milliseconds);
    return () => clearTimeout(id);
  },
};
