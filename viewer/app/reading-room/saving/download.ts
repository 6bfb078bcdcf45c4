/** Hands a file to the person, as the browser does with downloads. */
export function download(content: Blob, name: string): void {
  const address = URL.createObjectURL(content);
  downloadFrom(address, name);
  // The browser has the file by then; the memory is given back.
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}

/** As `download`, of an address that the browser can fetch by itself. */
export function downloadFrom(address: string, name: string): void {
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
}

/** `20261121-153000`, of this computer's clock. */
export function fileMoment(at = new Date()): string {
  const pad = (value: number): string => String(value).padStart(2, '0');
  const date = `${at.getFullYear()}${pad(at.getMonth() + 1)}${pad(at.getDate())}`;
  return `${date}-${pad(at.getHours())}${pad(at.getMinutes())}${pad(at.getSeconds())}`;
}
