import { HttpProblem } from '../problems.ts';

export interface IncomingPart {
  /** lower-case names */
  readonly headers: Readonly<Record<string, string>>;
  /** Must be read to its end before the next part comes. */
  readonly body: AsyncIterable<Buffer>;
}

const largestHeaderBytes = 16 * 1024;
const broken = (message: string): HttpProblem => new HttpProblem(400, 'malformed-multipart', message);

/**
 * The parts of a multipart body (RFC 2046 5.1.1) as they come in; no part is ever held as a whole.
 * @throws HttpProblem 400 when the body is not what `boundary` promises, or ends too early
 */
export async function* readMultipart(
  stream: AsyncIterable<Buffer>,
  boundary: string,
): AsyncGenerator<IncomingPart> {
  const source = stream[Symbol.asyncIterator]();
  const delimiter = Buffer.from(`\r\n--${boundary}`);
  // The first delimiter may lack the line break before it.
  let pending: Buffer = Buffer.from('\r\n');
  let ended = false;

  const more = async (): Promise<void> => {
    const { done, value } = await source.next();
    if (done) ended = true;
    else pending = pending.length === 0 ? value : Buffer.concat([pending, value]);
  };
  const need = async (bytes: number): Promise<void> => {
    while (pending.length < bytes && !ended) await more();
    if (pending.length < bytes) throw broken('The body ends before its closing boundary');
  };
  /** What comes before the next delimiter; the delimiter is taken too. */
  async function* untilDelimiter(): AsyncGenerator<Buffer> {
    for (;;) {
      const at = pending.indexOf(delimiter);
      if (at >= 0) {
        const before = pending.subarray(0, at);
        pending = pending.subarray(at + delimiter.length);
        if (before.length > 0) yield before;
        return;
      }
      // The delimiter may have begun in the last bytes.
      const safe = pending.length - delimiter.length + 1;
      if (safe > 0) {
        const before = pending.subarray(0, safe);
        pending = pending.subarray(safe);
        yield before;
      }
      if (ended) throw broken('The body ends before its closing boundary');
      await more();
    }
  }
  /** After a delimiter: `--` closes, else the rest of the line is white space. */
  const isClosing = async (): Promise<boolean> => {
    await need(2);
    if (pending.subarray(0, 2).equals(dashes)) return true;
    for (;;) {
      const at = pending.indexOf('\r\n');
      if (at >= 0) {
        if (!/^[ \t]*$/.test(pending.toString('latin1', 0, at))) throw broken('Text follows a boundary');
        pending = pending.subarray(at + 2);
        return false;
      }
      if (pending.length > 256) throw broken('A boundary does not end its line');
      await need(pending.length + 1);
    }
  };

  let preambleBytes = 0;
  for await (const chunk of untilDelimiter()) {
    preambleBytes += chunk.length;
    if (preambleBytes > largestHeaderBytes) throw broken('The body does not begin with its boundary');
  }
  while (!(await isClosing())) {
    const headers = await readHeaders();
    const body = untilDelimiter();
    yield { headers, body };
    // What the reader left.
    for await (const rest of body) void rest;
  }
  // The epilogue has no meaning, but an unread body keeps the connection from being used again.
  while (!ended) {
    pending = Buffer.alloc(0);
    await more();
  }

  async function readHeaders(): Promise<Record<string, string>> {
    for (;;) {
      if (pending.subarray(0, 2).equals(lineBreak)) {
        pending = pending.subarray(2);
        return {};
      }
      const end = pending.indexOf('\r\n\r\n');
      if (end >= 0) {
        const lines = pending.toString('latin1', 0, end).split('\r\n');
        pending = pending.subarray(end + 4);
        return Object.fromEntries(lines.map(parseHeader));
      }
      if (pending.length > largestHeaderBytes) throw broken('The headers of a part are too long');
      await need(pending.length + 1);
    }
  }
}

const dashes = Buffer.from('--');
const lineBreak = Buffer.from('\r\n');

function parseHeader(line: string): [string, string] {
  const colon = line.indexOf(':');
  if (colon < 1) throw broken('A part has a malformed header');
  return [line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim()];
}
