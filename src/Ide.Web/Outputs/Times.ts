export { durationOf } from "../Workbench/Durations";

/** The time of day of an ISO time, in the reader's zone. */
export function clockOf(iso: string): string {
  return new Date(iso).toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit", second: "2-digit" });
}
