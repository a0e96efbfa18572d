import type { UploadItem } from "./Upload";

/** More at once are refused: that many belong into an archive. */
export const mostItems = 50_000;

/** What was dropped: files, and folders with all in them. Ask at once; after the event the browser knows nothing of it any more. */
export async function droppedItems(transfer: DataTransfer): Promise<UploadItem[]> {
  const entries = [...transfer.items].filter((item) => item.kind === "file").map((item) => item.webkitGetAsEntry() ?? item.getAsFile());
  const items: UploadItem[] = [];
  for (const entry of entries) {
    if (entry instanceof File) {
      items.push({ path: entry.name, content: entry });
    } else if (entry) {
      await collect(entry, entry.name, items);
    }
  }

  return items;
}

/** What was chosen in the browser's own dialog; files of a folder say where in it they are. */
export function pickedItems(files: FileList): UploadItem[] {
  return [...files].map((file) => ({ path: file.webkitRelativePath || file.name, content: file }));
}

async function collect(entry: FileSystemEntry, path: string, items: UploadItem[]): Promise<void> {
  if (items.length >= mostItems) {
    throw new Error(`These are more than ${mostItems.toLocaleString("en")} files. Pack them into an archive, upload that, and unpack it in a terminal.`);
  }

  if (entry.isFile) {
    const file = await new Promise<File>((resolve, reject) => (entry as FileSystemFileEntry).file(resolve, reject));
    items.push({ path, content: file });
    return;
  }

  items.push({ path, content: undefined });
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  const read = (): Promise<FileSystemEntry[]> => new Promise((resolve, reject) => reader.readEntries(resolve, reject));
  // A reader gives a hundred at a time.
  for (let some = await read(); some.length > 0; some = await read()) {
    for (const child of some) {
      await collect(child, `${path}/${child.name}`, items);
    }
  }
}
