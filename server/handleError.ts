import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Logger } from 'pino';
import { HttpProblem, problemOf } from '../dicomweb-proxy/index.ts';
import { closeGently } from './closeGently.ts';

/** The one place where errors become answers: `{ error: { code, message } }`, never a stack trace. */
export function handleError(
  logger: Logger,
  problemOfService: (error: unknown) => HttpProblem | undefined = () => undefined,
): (error: unknown, request: IncomingMessage, response: ServerResponse) => void {
  return (error, request, response) => {
    // The client left, or the answer is on its way already: there is nobody to tell.
    if (response.headersSent || response.destroyed || response.socket?.destroyed !== false) {
      if (!response.destroyed) response.destroy();
      return;
    }
    const problem = problemOf(error) ?? problemOfService(error) ?? ofExpress(error);
    const { log = logger.child({ requestId: (request as { id?: unknown }).id }) } = request as {
      log?: Logger;
    };
    if (!problem) log.error({ err: error }, 'an error nobody foresaw');
    // That it is down is logged once, where it was found out.
    else if (problem.code === 'archive-unavailable') log.debug({ err: error }, problem.message);
    else if (problem.status >= 500) log.warn({ err: error }, problem.message);
    const { status, code, message, headers } = problem ?? unforeseen;
    for (const name of ['content-encoding', 'content-length', 'etag', 'content-range']) {
      response.removeHeader(name);
    }
    response.setHeader('cache-control', 'no-store');
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
    // Whoever sends what is not read to its end is to read why.
    if (response.getHeader('connection') === 'close') closeGently(response.socket);
    const body = Buffer.from(JSON.stringify({ error: { code, message } }), 'utf8');
    response.statusCode = status;
    response.setHeader('content-type', 'application/json; charset=utf-8');
    response.setHeader('content-length', body.length);
    response.end(request.method === 'HEAD' ? undefined : body);
  };
}

const unforeseen = new HttpProblem(500, 'internal-error', 'The server failed; its log says why');

/** Express itself throws for malformed addresses. */
function ofExpress(error: unknown): HttpProblem | undefined {
  const { status, expose } = (error ?? {}) as { status?: number; expose?: boolean };
  if (error instanceof URIError || status === 400) {
    return new HttpProblem(400, 'malformed-address', 'The address is malformed');
  }
  return expose && status ? new HttpProblem(status, 'bad-request', (error as Error).message) : undefined;
}
