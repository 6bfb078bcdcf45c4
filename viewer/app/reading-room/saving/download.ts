/** Hands a file to the person, as the browser does with downloads. */
export function download(content: Blob, name: string): void {
  const address = URL.createObjectURL(content);
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  // The browser has the file by then; the memory is given back.
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}

/** `20261121-153000`, of this computer's clock. */
export function fileMoment(at = new Date()): string {
  const pad = (value: number): string => String(value).padStart(2, '0');
  const date = `${at.getFullYear()}${pad(at.getMonth() + 1)}${pad(at.getDate())}`;
  return `${date}-${pad(at.getHours())}${pad(at.getMinutes())}${pad(at.getSeconds())}`;
}
