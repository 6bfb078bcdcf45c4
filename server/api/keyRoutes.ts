import { z } from 'zod';
import { HttpProblem, type RouteTable } from '../../dicomweb-proxy/index.ts';
import { keyInput } from '../../services/index.ts';
import { doerIn, isId, noContent, type ApiParts } from './apiParts.ts';
import { readBody } from './readBody.ts';

const newKey = keyInput.extend({
  expiresAt: z.iso
    .datetime({ offset: true })
    .transform((text) => new Date(text))
    .nullable()
    .default(null),
});

/** Keys of programs. The text of one is told once, when it is made. */
export function keyRoutes(routes: RouteTable, parts: ApiParts): void {
  const { keyDesk } = parts.services;
  const rule = { right: 'administrate' } as const;

  routes.add({
    method: 'GET',
    path: '/keys',
    rule,
    async handler(_checked, _request, response) {
      response.json(await keyDesk.list());
    },
  });

  routes.add({
    method: 'POST',
    path: '/keys',
    rule,
    async handler(_checked, request, response) {
      const input = await readBody(request, newKey);
      const { text, key } = await keyDesk.create(doerIn(request, parts), input);
      response.status(201).json({ ...key, text });
    },
  });

  routes.add({
    method: 'DELETE',
    path: '/keys/:id',
    rule,
    async handler(_checked, request, response) {
      const id = String(request.params.id);
      if (!isId(id) || !(await keyDesk.revoke(doerIn(request, parts), id)))
        throw new HttpProblem(404, 'no-such-key', 'There is no such key, or no more');
      noContent(response);
    },
  });
}
