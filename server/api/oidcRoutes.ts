import type { Request } from 'express';
import { z } from 'zod';
import { HttpProblem, type RouteTable } from '../../dicomweb-proxy/index.ts';
import type { OidcDesk, OidcProblem } from '../../services/index.ts';
import { flowCookie, flowIn, sessionCookie, withoutFlowCookie } from '../sessionCookie.ts';
import { serviceProblem } from '../serviceProblems.ts';
import { clientOf, refuseInClear, type ApiParts } from './apiParts.ts';
import { readBody } from './readBody.ts';

const beginning = z.strictObject({ to: z.string().max(10_000) });

/** What the page to sign in on says; beside what the desk knows, that it has to be tried again later. */
type Told = OidcProblem | 'unavailable' | 'too-many-tries';

type Finished =
  | { ok: true; token: string; to: string }
  /** undefined: nothing was asked for */
  | { ok: false; problem: Told | undefined; to?: string | undefined };

/** Signing in at the hospital's own provider: away from here, and back. */
export function oidcRoutes(routes: RouteTable, parts: ApiParts): void {
  const { services, place, tries } = parts;

  routes.add({
    method: 'POST',
    path: '/session/oidc',
    rule: { open: 'is how one begins to sign in at the hospital’s own provider' },
    async handler(_checked, request, response) {
      const desk = deskOf(request);
      refuseInClear(request, parts);
      const { to } = await readBody(request, beginning);
      const client = clientOf(request, parts);
      await tries.address.refuse(client.address, client.address);
      await tries.oidc.take(client.address, client.address);
      const { address, flow } = await desk.begin(pathToGoOn(to), client);
      response.appendHeader('set-cookie', flowCookie(flow, place.isSecure(request)));
      response.json({ address });
    },
  });

  routes.add({
    method: 'GET',
    path: '/session/oidc/callback',
    rule: { open: 'is where the provider sends the browser back that has begun here' },
    /**
     * Answers with our own page whatever comes: from there on the cookie of the session is sent, which browsers keep back from what
     * another site has led to.
     */
    async handler(_checked, request, response) {
      const desk = deskOf(request);
      const isSecure = place.isSecure(request);
      const query = new URLSearchParams();
      // Whoever asks for the headers alone signs nobody in.
      const answer: Finished =
        request.method === 'HEAD' ? { ok: false, problem: undefined } : await finished(desk, request);
      if (answer.ok) {
        response.appendHeader('set-cookie', sessionCookie(answer.token, isSecure));
        query.set('by', 'oidc');
      } else if (answer.problem !== undefined) query.set('problem', answer.problem);
      // What is not of the sign-in that this browser has begun leaves it as it is.
      if (answer.ok || (answer.problem !== undefined && answer.problem !== 'over'))
        response.appendHeader('set-cookie', withoutFlowCookie(isSecure));
      if (answer.to !== undefined) query.set('to', answer.to);
      response.redirect(303, `/sign-in?${query}`);
    },
  });

  async function finished(desk: OidcDesk, request: Request): Promise<Finished> {
    const { address, userAgent } = clientOf(request, parts);
    try {
      await tries.address.refuse(address, address);
      const flow = flowIn(request.headers.cookie ?? '', place.isSecure(request));
      const answer = await desk.finish(flow, queryOf(request), { address, userAgent });
      if (!answer.ok && answer.problem !== 'cancelled' && answer.problem !== 'provider-away')
        await tries.address.count(address);
      return answer;
    } catch (error) {
      const problem = error instanceof HttpProblem ? error : serviceProblem(error);
      if (!problem) throw error;
      return { ok: false, problem: problem.status === 429 ? 'too-many-tries' : 'unavailable' };
    }
  }

  /** @throws HttpProblem 404 where there is no such provider, as for an address that does not exist */
  function deskOf({ method, path }: Request): OidcDesk {
    if (services.oidcDesk) return services.oidcDesk;
    throw new HttpProblem(404, 'no-such-resource', `There is no ${method} ${path} here`);
  }
}

const queryOf = ({ originalUrl }: Request): URLSearchParams => {
  const at = originalUrl.indexOf('?');
  return new URLSearchParams(at < 0 ? '' : originalUrl.slice(at));
};

/** A path of ours and not too long for a cookie; else the first page. Which pages there are the page that goes there knows. */
export function pathToGoOn(wanted: string): string {
  // Browsers leave control characters out, and take \ for /.
  return /^\/(?![/\\])[^\\\p{Cc}]{0,999}$/u.test(wanted) ? wanted : '/';
}
