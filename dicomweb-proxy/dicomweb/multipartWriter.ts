import { randomUUID } from 'node:crypto';
import type { ServerResponse } from 'node:http';

export interface Part {
  contentType: string;
  contentLocation: string;
  body: Uint8Array | AsyncIterable<Uint8Array>;
}

/** Who takes nothing for so long is not waited for: what is sent holds a connection to the archive. */
const stalledAfter = 30_000;

/**
 * Sends multipart/related part by part (PS3.18 8.6.1.2), waiting whenever the client is slower than we are.
 * A part that fails midway breaks off the connection: the status is on its way already.
 * @param type media type of the parts, for the header
 * @param stalledAfterMs a client that takes not a byte for so long is cut off
 */
export async function sendMultipart(
  response: ServerResponse,
  type: string,
  parts: AsyncIterable<Part>,
  stalledAfterMs = stalledAfter,
): Promise<void> {
  const boundary = randomUUID();
  response.setHeader('content-type', `multipart/related; type="${type}"; boundary=${boundary}`);
  // Some clients take what comes before the first line break for the boundary, so none stands before it.
  let lineBreak = '';
  try {
    for await (const { contentType, contentLocation, body } of parts) {
      const head = `${lineBreak}--${boundary}\r\nContent-Type: ${contentType}\r\nContent-Location: ${contentLocation}\r\n`;
      lineBreak = '\r\n';
      const length = body instanceof Uint8Array ? `Content-Length: ${body.length}\r\n` : '';
      await write(response, Buffer.from(`${head}${length}\r\n`), stalledAfterMs);
      if (body instanceof Uint8Array) await write(response, body, stalledAfterMs);
      else for await (const chunk of body) await write(response, chunk, stalledAfterMs);
    }
    response.end(`${lineBreak}--${boundary}--\r\n`);
  } catch (error) {
    if (!response.headersSent) {
      response.removeHeader('content-type');
      throw error;
    }
    response.destroy(error as Error);
  }
}

async function write(response: ServerResponse, chunk: Uint8Array, stalledAfterMs: number): Promise<void> {
  if (response.destroyed) throw new Error('the client went away');
  if (response.write(chunk)) return;
  // Of a socket that sends nothing for so long Node makes an end; only now it is the client that is waited for.
  response.setTimeout(stalledAfterMs);
  await new Promise<void>((resolve) => {
    // Both listeners go, or a long answer to a slow client gathers thousands of them.
    const settle = (): void => {
      response.off('drain', settle).off('close', settle);
      resolve();
    };
    response.on('drain', settle).on('close', settle);
  });
  response.setTimeout(0);
}
