import type { Request } from 'express';
import { z } from 'zod';
import { HttpProblem, type RouteTable } from '../../dicomweb-proxy/index.ts';
import { personInput, type Doer, type Person } from '../../services/index.ts';
import { doerIn, isId, listed, liveOf, noContent, type ApiParts } from './apiParts.ts';
import { readBody, readOptionalBody } from './readBody.ts';

const text = z.string().max(10_000);
const newPerson = personInput.extend({ password: text.optional() });
const changedPerson = personInput.extend({ version: z.int() });
const passwordOnly = z.strictObject({ password: text });
const nothing = z.strictObject({});

/** Everybody's accounts, for who administrates. */
export function peopleRoutes(routes: RouteTable, { services, place }: ApiParts): void {
  const { peopleDesk } = services;
  const rule = { right: 'administrate' } as const;
  const doer = (request: Request): Doer => doerIn(request, { place });

  routes.add({
    method: 'GET',
    path: '/people',
    rule,
    async handler(_checked, _request, response) {
      response.json(await peopleDesk.list());
    },
  });

  routes.add({
    method: 'POST',
    path: '/people',
    rule,
    async handler(_checked, request, response) {
      const { password, ...input } = await readBody(request, newPerson);
      response.status(201).json(await peopleDesk.create(doer(request), input, password));
    },
  });

  routes.add({
    method: 'PUT',
    path: '/people/:id',
    rule,
    async handler(_checked, request, response) {
      const { version, ...input } = await readBody(request, changedPerson);
      response.json(await peopleDesk.update(doer(request), await personOf(request), version, input));
    },
  });

  routes.add({
    method: 'PUT',
    path: '/people/:id/password',
    rule,
    async handler(_checked, request, response) {
      const { password } = await readBody(request, passwordOnly);
      await peopleDesk.setPassword(doer(request), await personOf(request), password);
      noContent(response);
    },
  });

  routes.add({
    method: 'DELETE',
    path: '/people/:id/totp',
    rule,
    async handler(_checked, request, response) {
      await peopleDesk.endTotp(doer(request), await personOf(request));
      noContent(response);
    },
  });

  routes.add({
    method: 'POST',
    path: '/people/:id/disable',
    rule,
    async handler(_checked, request, response) {
      await readOptionalBody(request, nothing);
      response.json(await peopleDesk.disable(doer(request), await personOf(request)));
    },
  });

  routes.add({
    method: 'POST',
    path: '/people/:id/enable',
    rule,
    async handler(_checked, request, response) {
      await readOptionalBody(request, nothing);
      response.json(await peopleDesk.enable(doer(request), await personOf(request)));
    },
  });

  routes.add({
    method: 'GET',
    path: '/people/:id/sessions',
    rule,
    async handler(_checked, request, response) {
      const sessions = await peopleDesk.sessions(await personOf(request));
      response.json(sessions.map((session) => listed(session, liveOf(request).session.id)));
    },
  });

  routes.add({
    method: 'DELETE',
    path: '/people/:id/sessions',
    rule,
    async handler(_checked, request, response) {
      await peopleDesk.endSessions(doer(request), await personOf(request));
      noContent(response);
    },
  });

  routes.add({
    method: 'GET',
    path: '/sessions/everybody',
    rule,
    async handler(_checked, request, response) {
      const sessions = await peopleDesk.allSessions();
      response.json(
        sessions.map(({ login, name, ...session }) => ({
          ...listed(session, liveOf(request).session.id),
          ...{ kind: session.kind, personId: session.personId, login, name },
        })),
      );
    },
  });

  /** @throws HttpProblem 404 */
  async function personOf(request: Request): Promise<Person> {
    const id = String(request.params.id);
    const person = isId(id) ? await peopleDesk.find(id) : undefined;
    if (!person) throw new HttpProblem(404, 'no-such-person', 'There is no such person');
    return person;
  }
}
