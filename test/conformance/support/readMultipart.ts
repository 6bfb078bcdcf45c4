/** A multipart/related body (RFC 2046 5.1.1, RFC 2387) taken apart, for tests: all in memory. */
export interface ReceivedPart {
  headers: Record<string, string>;
  body: Buffer;
}

export function readMultipart(contentType: string, body: Buffer): ReceivedPart[] {
  const boundary = /boundary="?([^";]+)"?/.exec(contentType)?.[1];
  if (boundary === undefined) throw new Error(`no boundary in ${contentType}`);
  const delimiter = Buffer.from(`\r\n--${boundary}`);
  const all = Buffer.concat([Buffer.from('\r\n'), body]);
  const parts: ReceivedPart[] = [];
  let at = all.indexOf(delimiter);
  for (;;) {
    const start = at + delimiter.length;
    if (all.toString('latin1', start, start + 2) === '--') return parts;
    const next = all.indexOf(delimiter, start);
    const head = all.indexOf('\r\n\r\n', start);
    if (next < 0 || head < 0 || head > next) throw new Error('the body does not end with its boundary');
    const lines = all.toString('latin1', start, head).split('\r\n').slice(1);
    const headers = lines.map((line) => [
      line.split(':')[0]?.toLowerCase() ?? '',
      line.replace(/^[^:]*:\s*/, ''),
    ]);
    parts.push({
      headers: Object.fromEntries(headers) as Record<string, string>,
      body: all.subarray(head + 4, next),
    });
    at = next;
  }
}
