import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { HttpProblem } from '../dicomweb-proxy/index.ts';

export type Next = (error?: unknown) => void;

/**
 * What a request passes before Express: answers it, throws or calls `next` with an error to refuse it, or calls `next`.
 * Plain Node, as frames are answered here: for Express to begin with a request takes as long as a frame from memory.
 */
export type Step = (request: IncomingMessage, response: ServerResponse, next: Next) => void;

/** Every request takes the steps in this order; `last` answers what passed them all, `refuse` what did not. */
export function inTurn(
  steps: readonly Step[],
  last: RequestListener,
  refuse: (error: unknown, request: IncomingMessage, response: ServerResponse) => void,
): RequestListener {
  return (request, response) => {
    let at = 0;
    const next: Next = (error) => {
      if (error !== undefined) return refuse(error, request, response);
      const step = steps[at];
      at += 1;
      if (!step) return last(request, response);
      try {
        step(request, response, next);
      } catch (thrown) {
        refuse(thrown, request, response);
      }
    };
    next();
  };
}

/**
 * Addresses are paths (RFC 9112 3.2.1). `GET http://…` is for forward proxies, and no step that knows an address by its
 * beginning, nor Express' routers, would see the same in it.
 */
export const originFormOnly: Step = ({ url = '' }, _response, next) => {
  if (!url.startsWith('/'))
    throw new HttpProblem(400, 'malformed-address', 'The address has to begin with /');
  next();
};

/** A step for addresses below `path` alone, in whatever case, as Express mounts. */
export function below(path: string, step: Step): Step {
  return (request, response, next) => {
    const { url = '' } = request;
    const rest = url.slice(path.length);
    const isBelow = url.slice(0, path.length).toLowerCase() === path && /^([/?]|$)/.test(rest);
    if (isBelow) step(request, response, next);
    else next();
  };
}
