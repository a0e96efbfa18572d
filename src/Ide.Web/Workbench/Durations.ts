/** A duration as one reads it at a glance. */
export function durationOf(milliseconds: number): string {
  if (milliseconds < 1_000) {
    return `${Math.round(milliseconds)} ms`;
  }

  const seconds = milliseconds / 1_000;
  if (seconds < 60) {
    return `${seconds.toFixed(1)} s`;
  }

  const minutes = Math.floor(seconds / 60);
  const rest = (count: number): string => String(Math.floor(count)).padStart(2, "0");
  return minutes < 60 ? `${minutes}:${rest(seconds % 60)} min` : `${Math.floor(minutes / 60)}:${rest(minutes % 60)} h`;
}
