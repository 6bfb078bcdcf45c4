/** All files that were dropped, those in folders too, with their path in the name that `nameOf` gives. */
export async function droppedFiles(transfer: DataTransfer): Promise<File[]> {
  // The list is emptied when the event is over: entries are taken at once.
  const entries = [...transfer.items].flatMap((item) => item.webkitGetAsEntry() ?? []);
  if (entries.length === 0) return [...transfer.files];
  const files: File[] = [];
  for (const entry of entries) await gather(entry, files);
  return files;
}

async function gather(entry: FileSystemEntry, files: File[]): Promise<void> {
  if (entry.isFile) {
    const file = await new Promise<File | undefined>((resolve) =>
      // What cannot be read is left out here and would be refused later.
      (entry as FileSystemFileEntry).file(resolve, () => resolve(undefined)),
    );
    if (file) files.push(file);
    return;
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  // A directory is read some hundred entries at a time, until none comes.
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve) =>
      reader.readEntries(resolve, () => resolve([])),
    );
    if (some.length === 0) return;
    for (const one of some) await gather(one, files);
  }
}
