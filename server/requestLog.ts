import type { IncomingMessage, ServerResponse } from 'node:http';
import { randomUUID } from 'node:crypto';
import type { Logger } from 'pino';
import { pinoHttp } from 'pino-http';
import type { Step } from './steps.ts';

const requestIdShape = /^[\w.-]{1,64}$/;

/**
 * One line per request, with an id that the client gets back in X-Request-Id. Query values are left out: they name
 * patients. Frames and files, of which a reader fetches hundreds, are `debug`; what fails of them the error handler logs.
 */
export function requestLog(logger: Logger): Step {
  const log = pinoHttp({
    logger,
    genReqId: identify,
    customLogLevel: (request, response, error) => {
      if (error || response.statusCode >= 500) return 'error';
      return isFrequent(request) ? 'debug' : 'info';
    },
    serializers: {
      req: (request: { id: unknown; method: string; url: string }) => ({
        id: request.id,
        method: request.method,
        url: withoutShare(withoutQueryValues(request.url)),
      }),
      res: (response: { statusCode: number }) => ({ status: response.statusCode }),
    },
    customSuccessObject: (_request: IncomingMessage, response: ServerResponse, value: object) => ({
      ...value,
      bytes: Number(response.getHeader('content-length') ?? 0),
    }),
  });
  return (request, response, next) => {
    if (isFrequent(request) && !logger.isLevelEnabled('debug')) {
      // Thousands a second whose lines nobody would see: a logger for each costs more than finding the frame.
      (request as { id?: string }).id = identify(request, response);
      return next();
    }
    log(request, response, next);
  };
}

function identify(request: IncomingMessage, response: ServerResponse): string {
  const given = request.headers['x-request-id'];
  const id = typeof given === 'string' && requestIdShape.test(given) ? given : randomUUID();
  response.setHeader('x-request-id', id);
  return id;
}

const isFrequent = ({ url = '' }: IncomingMessage): boolean =>
  !url.startsWith('/dicom-web') || url.includes('/frames/') || url.includes('/thumbnail');

/** The link is half of what opens a share. */
export const withoutShare = (path: string): string => path.replace(/^\/(s|api\/shares)\/[^/?]+/i, '/$1/*');

/** `?PatientName=*&limit=*` */
export function withoutQueryValues(url: string): string {
  const [path = '', query] = url.split('?', 2);
  if (query === undefined) return path;
  // What is so long is no name: somebody has left it out before a value.
  const names = query.split('&').map((pair) => (pair.split('=', 1)[0] ?? '').slice(0, 40));
  return `${path}?${names.map((name) => `${name}=*`).join('&')}`;
}
