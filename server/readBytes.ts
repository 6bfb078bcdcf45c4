import type { IncomingMessage } from 'node:http';
import { HttpProblem } from '../dicomweb-proxy/index.ts';

/** A short body. @throws HttpProblem 413, after which the connection ends */
export async function readBytes(request: IncomingMessage, mostBytes: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  // The request stays open: its answer goes out by the same connection.
  for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > mostBytes)
      throw new HttpProblem(413, 'body-too-large', `The body may have ${mostBytes} bytes`, {
        // Nobody reads the rest of it.
        connection: 'close',
      });
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
