import { z } from 'zod';
import { HttpProblem, type RouteTable } from '../../dicomweb-proxy/index.ts';
import { liveOf, type ApiParts } from './apiParts.ts';
import { readBody } from './readBody.ts';

const asked = z.strictObject({
  path: z
    .string()
    .max(512)
    .regex(/^\/(dicom-web|api)(\/[\w.~-]+)+$/, 'a path of ours, without a query'),
});

/**
 * Tickets for what a page lets its browser fetch by itself: films, files to be kept. For sessions whose token a header carries: an
 * embedded page, a share. Whether they may have what the path leads to is found out when the ticket is used.
 */
export function ticketRoutes(routes: RouteTable, { services, tries }: ApiParts): void {
  routes.add({
    method: 'POST',
    path: '/session/tickets',
    rule: { signedIn: 'opens nothing that the session does not' },
    async handler(_checked, request, response) {
      const { session } = liveOf(request);
      if (session.kind !== 'embed' && session.kind !== 'share')
        throw new HttpProblem(403, 'not-permitted', 'A cookie or a key needs no tickets');
      const { path } = await readBody(request, asked);
      await tries.tickets.take(session.id);
      response.status(201).json(await services.tickets.issue(session.id, path, new Date(services.clock())));
    },
  });
}
