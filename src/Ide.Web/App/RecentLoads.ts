const key = "ide.loads";
/** Loads in a row that need no pause: a restart, and one more that comes while the first is under way. */
const free = 2;
const first = 250;
const cap = 5_000;

/** How often the page has loaded itself without getting well, so that a fault that every load brings back does not spin. */
export class RecentLoads {
  constructor(private readonly storage: Pick<Storage, "getItem" | "setItem" | "removeItem"> | undefined = sessionStore()) {}

  /** Milliseconds to wait before the next one. */
  pause(): number {
    const count = this.#count();
    return count < free ? 0 : Math.min(cap, first * 2 ** Math.min(count - free, 30));
  }

  note(): void {
    this.storage?.setItem(key, String(this.#count() + 1));
  }

  /** The page works. */
  clear(): void {
    this.storage?.removeItem(key);
  }

  #count(): number {
    const count = Number(this.storage?.getItem(key));
    return Number.isInteger(count) && count > 0 ? count : 0;
  }
}

/** A browser that keeps nothing for this site throws already when it is asked. */
function sessionStore(): Storage | undefined {
  try {
    return sessionStorage;
  } catch {
    return undefined;
  }
}
