import { element, textButton } from "../../Ui/Elements";
import type { Disposable } from "../../Workbench/Disposable";
import { currentTheme, onTheme } from "../../Workbench/Theme";

/** What a frame is asked to show; OutputFrames.cs serves the documents that understand it. */
export type FrameContent =
  | { readonly kind: "plotly"; readonly figure: unknown }
  | { readonly kind: "vega"; readonly spec: unknown; readonly mode: "vega" | "vega-lite" }
  | { readonly kind: "html"; readonly html: string };

/** Messages that a frame may send in a second; one that sends more only wants to keep the page busy. */
const mostMessages = 500;
const least = 40;
const most = 1_600;
/** Milliseconds from a frame's load to the word of its script, which is sent before and may come after. */
const patience = 1_000;
const initial = { plotly: 460, vega: 320, html: 160 } as const;

/**
 * Active content in a frame of its own: scripts run there, on an origin that is nobody's, without network and without a
 * way to the page. The only thing that comes back is a height, and that is clamped.
 */
export class FrameView implements Disposable {
  readonly root: HTMLElement;
  readonly #frame = element("iframe", "frame-result");
  /** In the place of a chart whose library is on its way. */
  readonly #skeleton = element("div", "skeleton frame-skeleton");
  readonly #failure = element("div", "run-note", "What draws this output did not load. ", textButton("Try again", "button-small", () => this.#load()));
  #silence: ReturnType<typeof setTimeout> | undefined;
  #messages = 0;
  #since = 0;
  #height = 0;
  readonly #content: FrameContent;
  readonly #theme: Disposable;
  readonly #listener = (event: MessageEvent): void => this.#receive(event);

  constructor(content: FrameContent, title: string) {
    this.#content = content;
    this.root = element("div", "frame-view", this.#frame);
    this.#frame.title = title;
    this.#frame.setAttribute("sandbox", "allow-scripts");
    this.#frame.referrerPolicy = "no-referrer";
    this.#frame.addEventListener("load", () => this.#expectReady());
    this.#load();
    this.#theme = onTheme(() => this.#send({ theme: currentTheme() }));
    window.addEventListener("message", this.#listener);
  }

  dispose(): void {
    clearTimeout(this.#silence);
    window.removeEventListener("message", this.#listener);
    this.#theme.dispose();
    this.#frame.remove();
  }

  #load(): void {
    const { kind } = this.#content;
    this.#frame.src = `/outputs/frames/${kind}`;
    this.#frame.style.height = `${initial[kind]}px`;
    this.#frame.hidden = false;
    this.#failure.remove();
    if (kind !== "html") {
      this.root.append(this.#skeleton);
    }
  }

  /** Its document is there, or the browser's page that says that it is not: then no script of ours speaks. */
  #expectReady(): void {
    clearTimeout(this.#silence);
    if (!this.#isFilled) {
      this.#silence = setTimeout(() => {
        this.#frame.hidden = true;
        this.#skeleton.remove();
        this.root.append(this.#failure);
      }, patience);
    }
  }

  get #isFilled(): boolean {
    return this.#frame.dataset["filled"] !== undefined;
  }

  #receive(event: MessageEvent): void {
    if (event.source !== this.#frame.contentWindow || event.source === null || this.#isFlood(event.timeStamp)) {
      return;
    }

    const { ready, height } = (event.data ?? {}) as { readonly ready?: unknown; readonly height?: unknown };
    if (ready === true) {
      // The frame's own load event may never come: it waits for what the content asks for and cannot have.
      this.#frame.dataset["filled"] = "";
      clearTimeout(this.#silence);
      this.#frame.hidden = false;
      this.#failure.remove();
      this.#send({ theme: currentTheme(), content: this.#content });
    }

    if (typeof height === "number" && Number.isFinite(height)) {
      this.#skeleton.remove();
      this.#resize(Math.min(Math.max(Math.ceil(height), least), most));
    }
  }

  /** Once a frame at most, however often it is asked for. */
  #resize(height: number): void {
    if (this.#height === 0) {
      requestAnimationFrame(() => {
        this.#frame.style.height = `${this.#height}px`;
        this.#height = 0;
      });
    }

    this.#height = height;
  }

  #isFlood(now: number): boolean {
    if (now - this.#since > 1_000) {
      this.#since = now;
      this.#messages = 0;
    }

    if (++this.#messages <= mostMessages) {
      return false;
    }

    this.dispose();
    this.root.replaceChildren(element("div", "run-note", "This output was ended: it kept the page busy with messages."));
    return true;
  }

  /** The frame has no origin that could be named, and what is sent is its own output. */
  #send(message: unknown): void {
    try {
      this.#frame.contentWindow?.postMessage(message, "*");
    } catch {
      this.root.replaceChildren(element("div", "run-note", "This output cannot be shown: it is too deep."));
    }
  }
}
