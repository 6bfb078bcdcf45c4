import type { Request } from 'express';
import { z } from 'zod';
import { HttpProblem, type RouteTable } from '../../dicomweb-proxy/index.ts';
import { careInput } from '../../services/index.ts';
import { doerIn, isId, noContent, type ApiParts } from './apiParts.ts';
import { readBody } from './readBody.ts';

const text = z.string().max(64);
const relation = z.strictObject({ patientId: text, issuer: text, source: z.string().max(200) });

/** Whom somebody treats. */
export function careRoutes(routes: RouteTable, parts: ApiParts): void {
  const { ruleDesk, peopleDesk } = parts.services;
  const rule = { right: 'administrate' } as const;

  routes.add({
    method: 'GET',
    path: '/people/:id/patients',
    rule,
    async handler(_checked, request, response) {
      response.json(await ruleDesk.patientsOf(await personIdOf(request)));
    },
  });

  routes.add({
    method: 'PUT',
    path: '/people/:id/patients',
    rule,
    async handler(_checked, request, response) {
      const { until, ...input } = await readBody(request, careInput);
      const personId = await personIdOf(request);
      await ruleDesk.setPatient(doerIn(request, parts), personId, {
        ...input,
        until: until?.toISOString() ?? null,
      });
      response.json(await ruleDesk.patientsOf(personId));
    },
  });

  routes.add({
    method: 'DELETE',
    path: '/people/:id/patients',
    rule,
    async handler(_checked, request, response) {
      const what = await readBody(request, relation);
      const personId = await personIdOf(request);
      if (!(await ruleDesk.removePatient(doerIn(request, parts), personId, what)))
        throw new HttpProblem(404, 'no-such-patient', 'They do not treat this patient');
      noContent(response);
    },
  });

  /** @throws HttpProblem 404 */
  async function personIdOf(request: Request): Promise<string> {
    const id = String(request.params.id);
    if (!isId(id) || !(await peopleDesk.find(id)))
      throw new HttpProblem(404, 'no-such-person', 'There is no such person');
    return id;
  }
}
