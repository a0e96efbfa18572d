/** Something to be uploaded. */
export interface UploadItem {
  /** Below the folder that it goes to; names in it are parted by slashes. */
  readonly path: string;
  /** Undefined for a folder that must be there even when it is empty. */
  readonly content: Blob | undefined;
}

export type Clash = "replace" | "keep-both" | "skip";

export interface ClashAnswer {
  readonly choice: Clash;
  readonly forAll: boolean;
}

/** How uploads reach the sandbox. */
export interface UploadTransport {
  makeFolder(path: string): Promise<void>;
  exists(path: string): Promise<boolean>;
  /** @returns False when there is such a file already, and it was not to be replaced. */
  put(path: string, content: Blob, replace: boolean, sent: (bytes: number) => void, signal: AbortSignal): Promise<boolean>;
}

/** Uploads at once. More gain nothing, and the browser needs its few connections for the rest of the page. */
const lanes = 3;
/** From this size on a name is asked for before the bytes are sent, since a refusal comes after them. */
const large = 256 * 1024;

/** One upload of files and folders on its way. */
export class Upload {
  readonly totalBytes: number;
  readonly totalFiles: number;
  readonly failures: string[] = [];
  doneFiles = 0;
  skipped = 0;
  current = "";
  readonly #aborting = new AbortController();
  readonly #sent = new Map<UploadItem, number>();
  #standing: Clash | undefined;
  #asking: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly folder: string,
    private readonly items: readonly UploadItem[],
    private readonly transport: UploadTransport,
    private readonly ask: (name: string, isOnly: boolean) => Promise<ClashAnswer>,
    private readonly progress: () => void,
  ) {
    const files = items.filter((item) => item.content);
    this.totalFiles = files.length;
    this.totalBytes = files.reduce((sum, item) => sum + (item.content?.size ?? 0), 0);
  }

  get sentBytes(): number {
    return [...this.#sent.values()].reduce((sum, bytes) => sum + bytes, 0);
  }

  get isCancelled(): boolean {
    return this.#aborting.signal.aborted;
  }

  /** What is there already stays; what was on its way is gone as a whole. */
  cancel(): void {
    this.#aborting.abort();
  }

  /** Ends when all is done, refused or cancelled; never rejects. */
  async run(): Promise<void> {
    await this.#makeFolders();
    const waiting = this.items.filter((item) => item.content)[Symbol.iterator]();
    await Promise.all(Array.from({ length: lanes }, () => this.#work(waiting)));
  }

  async #makeFolders(): Promise<void> {
    const folders = new Set(this.items.flatMap((item) => foldersOf(item)));
    for (const folder of [...folders].sort()) {
      if (!this.isCancelled) {
        await this.#attempt(folder, () => this.transport.makeFolder(`${this.folder}/${folder}`));
      }
    }
  }

  async #work(waiting: Iterator<UploadItem>): Promise<void> {
    for (let next = waiting.next(); !next.done && !this.isCancelled; next = waiting.next()) {
      const item = next.value;
      this.current = item.path;
      this.progress();
      await this.#attempt(item.path, () => this.#put(item, item.content!));
    }
  }

  async #put(item: UploadItem, content: Blob): Promise<void> {
    let path = item.path;
    let replace = false;
    for (let copies = 0; !(await this.#tryPut(item, path, content, replace)); ) {
      const choice = copies > 0 ? "keep-both" : await this.#choose(item.path);
      if (this.isCancelled) {
        return;
      }

      if (choice === "skip") {
        this.skipped++;
        this.#sent.set(item, content.size);
        return;
      }

      replace = choice === "replace";
      path = replace ? path : nameOfCopy(item.path, ++copies);
    }

    this.doneFiles++;
    this.#sent.set(item, content.size);
    this.progress();
  }

  async #tryPut(item: UploadItem, path: string, content: Blob, replace: boolean): Promise<boolean> {
    const target = `${this.folder}/${path}`;
    if (!replace && content.size >= large && (await this.transport.exists(target))) {
      return false;
    }

    const sent = (bytes: number): void => {
      this.#sent.set(item, Math.min(bytes, content.size));
      this.progress();
    };
    return this.transport.put(target, content, replace, sent, this.#aborting.signal);
  }

  /** One question at a time, however many lanes have one. */
  #choose(name: string): Promise<Clash> {
    const answer = this.#asking.then(async () => {
      if (this.#standing === undefined && !this.isCancelled) {
        const { choice, forAll } = await this.ask(name, this.totalFiles === 1);
        this.#standing = forAll ? choice : undefined;
        return choice;
      }

      return this.#standing ?? "skip";
    });
    this.#asking = answer;
    return answer;
  }

  async #attempt(name: string, action: () => Promise<void>): Promise<void> {
    try {
      await action();
    } catch (error) {
      if (!this.isCancelled) {
        this.failures.push(`${name}: ${error instanceof Error ? error.message : String(error)}`);
      }
    }
  }
}

/** All folders that an item needs, from the top. */
function foldersOf({ path, content }: UploadItem): string[] {
  const names = path.split("/");
  const depth = content ? names.length - 1 : names.length;
  return Array.from({ length: depth }, (_, at) => names.slice(0, at + 1).join("/"));
}

/** "a.txt" becomes "a (1).txt". */
export function nameOfCopy(path: string, number: number): string {
  const slash = path.lastIndexOf("/") + 1;
  const dot = path.lastIndexOf(".");
  const end = dot > slash ? dot : path.length;
  return `${path.slice(0, end)} (${number})${path.slice(end)}`;
}
