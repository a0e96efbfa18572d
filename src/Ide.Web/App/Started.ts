/** Sent to the window once the page's own module runs; until then PageGuard.early.ts is on duty. */
export const startedEvent = "ide:started";
