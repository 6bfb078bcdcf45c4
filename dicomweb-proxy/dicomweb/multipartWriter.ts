import { randomUUID } from 'node:crypto';
import type { Response } from 'express';

export interface Part {
  contentType: string;
  contentLocation: string;
  body: Uint8Array | AsyncIterable<Uint8Array>;
}

/**
 * Sends multipart/related part by part (PS3.18 8.6.1.2), waiting whenever the client is slower than we are.
 * A part that fails midway breaks off the connection: the status is on its way already.
 * @param type media type of the parts, for the header
 */
export async function sendMultipart(
  response: Response,
  type: string,
  parts: AsyncIterable<Part>,
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
      await write(response, Buffer.from(`${head}${length}\r\n`));
      if (body instanceof Uint8Array) await write(response, body);
      else for await (const chunk of body) await write(response, chunk);
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

async function write(response: Response, chunk: Uint8Array): Promise<void> {
  if (response.destroyed) throw new Error('the client went away');
  if (response.write(chunk)) return;
  await new Promise<void>((resolve) => {
    // Both listeners go, or a long answer to a slow client gathers thousands of them.
    const settle = (): void => {
      response.off('drain', settle).off('close', settle);
      resolve();
    };
    response.on('drain', settle).on('close', settle);
  });
}
