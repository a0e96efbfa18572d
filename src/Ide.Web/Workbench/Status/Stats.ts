/** What `GET /api/stats` says, as far as the page shows it. */
export interface SandboxStats {
  readonly memory: { readonly usedBytes: number; readonly agentBytes: number; readonly limitBytes?: number };
  readonly cpu: { readonly usedSeconds: number; readonly count: number };
  readonly processes: number;
  readonly disk: { readonly usedBytes: number; readonly freeBytes: number; readonly totalBytes: number };
  readonly timestamp: string;
}

/** One moment of a sandbox. */
export interface Sample {
  readonly memoryBytes: number;
  /** Processors that were busy since the sample before; undefined for the first. */
  readonly busy: number | undefined;
}

/** The last samples of a sandbox's memory and processors. */
export class StatsHistory {
  static readonly most = 40;
  readonly #samples: Sample[] = [];
  #last: SandboxStats | undefined;

  get samples(): readonly Sample[] {
    return this.#samples;
  }

  get last(): SandboxStats | undefined {
    return this.#last;
  }

  add(stats: SandboxStats): void {
    const seconds = this.#last && (Date.parse(stats.timestamp) - Date.parse(this.#last.timestamp)) / 1_000;
    if (seconds === 0) {
      return; // the same sample again
    }

    const used = this.#last && stats.cpu.usedSeconds - this.#last.cpu.usedSeconds;
    // A sandbox that was started anew counts from nothing again.
    const busy = seconds && seconds > 0 && used !== undefined && used >= 0 ? used / seconds : undefined;
    this.#last = stats;
    this.#samples.push({ memoryBytes: stats.memory.usedBytes, busy });
    if (this.#samples.length > StatsHistory.most) {
      this.#samples.shift();
    }
  }
}

/** A line through values from 0 to `top`, as the points of an SVG polyline in a box of the given size. */
export function sparkline(values: readonly number[], top: number, width: number, height: number): string {
  const step = width / (StatsHistory.most - 1);
  const start = width - (values.length - 1) * step;
  return values
    .map((value, index) => `${(start + index * step).toFixed(1)},${(height - (Math.min(value, top) / (top || 1)) * height).toFixed(1)}`)
    .join(" ");
}

const units = ["B", "KB", "MB", "GB", "TB"] as const;

/** As one reads it at a glance: 312 MB, 1.4 GB. Nothing is nothing of what one would expect, not of bytes. */
export function bytesOf(bytes: number): string {
  if (bytes === 0) {
    return "0 MB";
  }

  let unit = 0;
  let value = bytes;
  for (; value >= 1_000 && unit < units.length - 1; unit++) {
    value /= 1_024;
  }

  return `${value < 10 && unit > 1 ? value.toFixed(1) : Math.round(value)} ${units[unit]}`;
}
