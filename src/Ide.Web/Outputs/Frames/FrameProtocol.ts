/** The inside of an output frame: how it gets its content and tells its height. It has no other way to the page. */
export interface FrameMessage<T> {
  readonly theme?: "light" | "dark";
  readonly content?: T;
}

// No policy forbids these to speak to any host.
for (const name of ["RTCPeerConnection", "webkitRTCPeerConnection"]) {
  Reflect.deleteProperty(window, name);
}

/** Asks the page for content, and calls back with every message of it. */
export function receive<T>(handler: (message: FrameMessage<T>) => void): void {
  window.addEventListener("message", (event: MessageEvent) => {
    if (event.source === window.parent) {
      const message = event.data as FrameMessage<T>;
      // The page's scheme, so that the frame stays transparent.
      document.documentElement.dataset["theme"] = message.theme ?? "light";
      handler(message);
    }
  });
  window.parent.postMessage({ ready: true }, "*");
}

/** Tells how high the content is, whenever that changes, at most once a frame. */
export function reportHeight(content: HTMLElement): void {
  let reported = 0;
  const report = (): void => {
    // What is too wide has a scroll bar below it, which is no room for the content.
    const bar = window.innerHeight - document.documentElement.clientHeight;
    const height = Math.ceil(content.getBoundingClientRect().height + bar);
    if (height > 0 && height !== reported) {
      reported = height;
      window.parent.postMessage({ height }, "*");
    }
  };
  new ResizeObserver(() => requestAnimationFrame(report)).observe(content);
}
