import type { Request } from 'express';
import { z } from 'zod';
import { HttpProblem, type RouteTable } from '../../dicomweb-proxy/index.ts';
import { hisInput, type Doer, type HisSystem } from '../../services/index.ts';
import { doerIn, isId, noContent, type ApiParts } from './apiParts.ts';
import { readBody } from './readBody.ts';

const changed = z.strictObject({ version: z.int(), his: hisInput });
const trial = z.strictObject({ token: z.string().max(10_000) });

/** The systems that may embed the viewer, for who administrates. */
export function hisRoutes(routes: RouteTable, { services, place, embedStudies }: ApiParts): void {
  const { hisDesk, embedDesk } = services;
  const rule = { right: 'administrate' } as const;
  const doer = (request: Request): Doer => doerIn(request, { place });

  routes.add({
    method: 'GET',
    path: '/his',
    rule,
    async handler(_checked, _request, response) {
      response.json(await hisDesk.list());
    },
  });

  routes.add({
    method: 'POST',
    path: '/his',
    rule,
    async handler(_checked, request, response) {
      const input = await readBody(request, hisInput);
      response.status(201).json(await hisDesk.create(doer(request), input));
    },
  });

  routes.add({
    method: 'PUT',
    path: '/his/:id',
    rule,
    async handler(_checked, request, response) {
      const { version, his } = await readBody(request, changed);
      response.json(await hisDesk.update(doer(request), await systemOf(request), version, his));
    },
  });

  routes.add({
    method: 'DELETE',
    path: '/his/:id',
    rule,
    async handler(_checked, request, response) {
      await hisDesk.remove(doer(request), await systemOf(request));
      noContent(response);
    },
  });

  routes.add({
    method: 'POST',
    path: '/his/:id/trial',
    rule,
    async handler(_checked, request, response) {
      const { token } = await readBody(request, trial);
      const system = await systemOf(request);
      const client = { address: place.addressOf(request) };
      response.json(await embedDesk.test(system, token.trim(), client, embedStudies));
    },
  });

  /** @throws HttpProblem 404 */
  async function systemOf(request: Request): Promise<HisSystem> {
    const id = String(request.params.id);
    const system = isId(id) ? await hisDesk.find(id) : undefined;
    if (!system) throw new HttpProblem(404, 'no-such-his', 'There is no such HIS');
    return system;
  }
}
