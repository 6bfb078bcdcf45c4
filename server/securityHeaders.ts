import type { ServerResponse } from 'node:http';
import type { RequestHandler } from 'express';
import helmet from 'helmet';

/** What an answer with data needs; short, as a series is hundreds of answers. */
export function setDataSecurityHeaders(response: ServerResponse): void {
  response.setHeader('x-content-type-options', 'nosniff');
  response.setHeader('cross-origin-resource-policy', 'same-origin');
  response.setHeader('content-security-policy', "default-src 'none'");
}

export interface PageSecurity {
  contentSecurityPolicy: boolean;
  /** Whether this server speaks TLS with a certificate that browsers trust; default: no. */
  strictTransport?: boolean;
  /** Origins whose pages may hold it in a frame; default: our own. */
  frameAncestors?: readonly string[];
}

/**
 * The page may run its own scripts and WebAssembly, workers made of blobs (the codecs), and nothing from elsewhere. Styles come
 * from files of ours or from scripts, by way of the CSSOM: neither a style element nor a style attribute in markup counts.
 */
export function pageSecurityHeaders(options: PageSecurity): RequestHandler {
  const { frameAncestors } = options;
  return helmet({
    contentSecurityPolicy: options.contentSecurityPolicy && {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        scriptSrc: ["'self'", "'wasm-unsafe-eval'"],
        workerSrc: ["'self'", 'blob:'],
        connectSrc: ["'self'", 'blob:', 'data:'],
        imgSrc: ["'self'", 'data:', 'blob:'],
        styleSrc: ["'self'"],
        fontSrc: ["'self'", 'data:'],
        mediaSrc: ["'self'", 'blob:'],
        objectSrc: ["'none'"],
        baseUri: ["'none'"],
        formAction: ["'self'"],
        frameAncestors: frameAncestors ? [...frameAncestors] : ["'self'"],
      },
    },
    // It knows one origin only, and none but our own; browsers that know frame-ancestors go by that.
    ...(frameAncestors && { xFrameOptions: false }),
    // Of plain HTTP in a hospital's network this would lock users out; whoever ends TLS in front says it himself.
    strictTransportSecurity: options.strictTransport === true && {
      maxAge: 31_536_000,
      includeSubDomains: false,
    },
    crossOriginResourcePolicy: { policy: 'same-origin' },
    referrerPolicy: { policy: 'no-referrer' },
  });
}
