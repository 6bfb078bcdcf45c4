import type { RequestHandler } from 'express';
import { HttpProblem } from '../dicomweb-proxy/index.ts';
import { isLoopback } from './configValues.ts';
import type { Step } from './steps.ts';

/**
 * Without sign-in the only protection is that nobody else reaches the port. A page on the Internet whose name is made
 * to point at 127.0.0.1 (DNS rebinding) would reach it through the user's browser, but it comes with its own name in
 * the Host header.
 */
export function checkHost(): Step {
  let lastGood: string | undefined;
  return ({ headers: { host } }, _response, next) => {
    if (host !== undefined && host !== lastGood) {
      if (!isLoopback(hostName(`http://${host}`))) {
        throw new HttpProblem(
          421,
          'wrong-host',
          `This server is not ${host.slice(0, 100)}: open it by localhost`,
        );
      }
      lastGood = host;
    }
    next();
  };
}

/**
 * A page of another origin says so in Origin, and may change nothing. Behind a proxy that is trusted, the host it was
 * asked for is our own too.
 * @param origins whose pages may change things as our own
 * @param loopback whether any page of this machine may too: where nobody signs in, who can serve one can do all else as well
 */
export function checkOrigin(origins: readonly string[], { loopback }: { loopback: boolean }): RequestHandler {
  return function checkOriginOf(request, _response, next) {
    const { origin } = request.headers;
    const changes = request.method !== 'GET' && request.method !== 'HEAD' && request.method !== 'OPTIONS';
    if (changes && origin !== undefined && !(loopback && isLoopback(hostName(origin)))) {
      const own = [...origins, `${request.protocol}://${request.host}`];
      if (!own.includes(origin)) {
        throw new HttpProblem(403, 'other-origin', 'Pages of other sites may not change anything here');
      }
    }
    next();
  };
}

/** Without port, and without the brackets of an IPv6 address; empty when it is none. */
const hostName = (url: string): string => (URL.parse(url)?.hostname ?? '').replace(/^\[|\]$/g, '');
