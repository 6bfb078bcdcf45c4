import { Agent, request as httpRequest } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import type { DicomwebOrigin } from './options.ts';

const agent = new Agent({ keepAlive: true, maxSockets: 40 });

/**
 * Passes a request below /dicom-web to the archive and its answer back, byte for byte, as nginx's proxy_pass would.
 * `Host` goes through as it came, so that the BulkDataURIs in the archive's answers point back here; so does
 * `Accept-Encoding`: Orthanc compresses its JSON itself.
 */
export async function passToArchive(
  origin: DicomwebOrigin,
  incoming: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const url = new URL(origin.url + (incoming.url ?? '').replace(/^\/dicom-web/, ''));
  const headers = { ...incoming.headers };
  delete headers.connection;
  if (origin.username !== undefined) {
    const credentials = Buffer.from(`${origin.username}:${origin.password ?? ''}`).toString('base64');
    headers.authorization = `Basic ${credentials}`;
  }
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    const outgoing = httpRequest(url, { method: incoming.method, headers, agent }, resolve);
    outgoing.on('error', reject);
    response.on('close', () => {
      if (!response.writableFinished) outgoing.destroy();
    });
    incoming.pipe(outgoing);
  });
  const passed = { ...answer.headers };
  delete passed.connection;
  delete passed['keep-alive'];
  response.writeHead(answer.statusCode ?? 502, passed);
  await pipeline(answer, response);
}
