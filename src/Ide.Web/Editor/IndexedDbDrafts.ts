import type { Draft, DraftStore } from "./DraftStore";

const databaseName = "ide";
const storeName = "drafts";

/** Drafts in the browser's database, under the sandbox and the path. */
export class IndexedDbDrafts implements DraftStore {
  #database: Promise<IDBDatabase> | undefined;

  constructor(private readonly sandbox: string) {}

  async get(path: string): Promise<Draft | undefined> {
    return (await this.#do("readonly", (store) => store.get([this.sandbox, path]))) as Draft | undefined;
  }

  async put(path: string, draft: Draft): Promise<void> {
    await this.#do("readwrite", (store) => store.put({ ...draft }, [this.sandbox, path]));
  }

  async delete(path: string): Promise<void> {
    await this.#do("readwrite", (store) => store.delete([this.sandbox, path]));
  }

  async paths(): Promise<readonly string[]> {
    const range = IDBKeyRange.bound([this.sandbox], [this.sandbox, []]);
    const keys = (await this.#do("readonly", (store) => store.getAllKeys(range))) as [string, string][];
    return keys.map(([, path]) => path);
  }

  async #do(mode: IDBTransactionMode, action: (store: IDBObjectStore) => IDBRequest): Promise<unknown> {
    this.#database ??= open();
    const transaction = (await this.#database).transaction(storeName, mode, { durability: "strict" });
    const request = action(transaction.objectStore(storeName));
    return new Promise((resolve, reject) => {
      transaction.oncomplete = () => resolve(request.result);
      transaction.onabort = () => reject(transaction.error ?? new Error("The browser's storage refused."));
    });
  }
}

function open(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(databaseName, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(storeName);
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error("The browser's storage cannot be opened."));
  });
}
