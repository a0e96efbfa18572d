import { durationOf } from "../Durations";
import type { Question, RunEnd } from "./RunNews";

const outcomes: Readonly<Record<RunEnd["state"], string>> = {
  queued: "ended",
  running: "ended",
  succeeded: "finished",
  failed: "failed",
  cancelled: "was stopped",
  timed_out: "ran out of its time",
};

export function isFailure(end: RunEnd): boolean {
  return end.state === "failed" || end.state === "timed_out";
}

/** "plot.py finished", "Ben's plot.py failed". */
export function headlineOf(end: RunEnd, me: string): string {
  return `${whose(end, me)}${end.name} ${outcomes[end.state]}`;
}

export function sentenceOfEnd(end: RunEnd, me: string): string {
  return `${headlineOf(end, me)} after ${durationOf(end.duration)}.${end.error === undefined ? "" : ` ${end.error}`}`;
}

export function sentenceOfQuestion(question: Question, me: string): string {
  return `${whose(question, me)}${question.name} asks: ${question.prompt === "" ? "it waits for input" : question.prompt}`;
}

/** Many ends in one sentence. */
export function sentenceOfMany(ends: readonly RunEnd[]): string {
  const failed = ends.filter(isFailure).length;
  return `${ends.length} runs ended${failed === 0 ? "" : `, ${failed} of them failed`}.`;
}

function whose({ actor }: { readonly actor: string }, me: string): string {
  return actor === me ? "" : `${actor}'s `;
}
