/** The part of Plotly that is used; its bundle comes without types. */
declare module "plotly.js-dist-min" {
  const Plotly: {
    react(root: HTMLElement, data: readonly unknown[], layout: unknown, config: unknown): Promise<void>;
    addFrames(root: HTMLElement, frames: readonly unknown[]): Promise<void>;
    purge(root: HTMLElement): void;
  };
  export default Plotly;
}
