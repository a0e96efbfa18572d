import type { Timer } from "../Timer";
import type { Question, RunEnd } from "./RunNews";
import { sentenceOfEnd, sentenceOfMany, sentenceOfQuestion } from "./Sentences";

/** Milliseconds between two things said: a reader has to come to an end with the first. */
const pause = 1_500;
/** Ends that are told one by one; more at once are told as a number. */
const mostOneByOne = 2;
/** Questions that wait to be said; of more, the latest. */
const mostQuestions = 3;

/**
 * Says what has happened, for those who do not see it: each run's end and each question once. However many come at once, one
 * sentence is said at a time and none is said late: what has gathered meanwhile is told together.
 */
export class Announcer {
  readonly #say: (text: string) => void;
  readonly #me: string;
  readonly #timer: Timer;
  #ends: RunEnd[] = [];
  #questions: Question[] = [];
  #resting = false;
  #cancel: (() => void) | undefined;

  constructor(say: (text: string) => void, me: string, timer: Timer) {
    this.#say = say;
    this.#me = me;
    this.#timer = timer;
  }

  ended(end: RunEnd): void {
    this.#ends.push(end);
    this.#soon();
  }

  asked(question: Question): void {
    this.#questions = [...this.#questions, question].slice(-mostQuestions);
    this.#soon();
  }

  dispose(): void {
    this.#cancel?.();
  }

  #soon(): void {
    if (!this.#resting) {
      this.#resting = true;
      // What one batch of events brings is told together.
      this.#cancel = this.#timer.after(0, () => this.#speak());
    }
  }

  #speak(): void {
    const ends = this.#ends.length > mostOneByOne ? [sentenceOfMany(this.#ends)] : this.#ends.map((end) => sentenceOfEnd(end, this.#me));
    const said = [...this.#questions.map((question) => sentenceOfQuestion(question, this.#me)), ...ends];
    this.#ends = [];
    this.#questions = [];
    if (said.length === 0) {
      this.#resting = false;
    } else {
      this.#say(said.join(" "));
      this.#cancel = this.#timer.after(pause, () => this.#speak());
    }
  }
}
