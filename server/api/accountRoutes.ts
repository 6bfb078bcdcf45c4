import { z } from 'zod';
import { HttpProblem, type RouteTable } from '../../dicomweb-proxy/index.ts';
import { doerOf } from '../../services/index.ts';
import { isId, listed, liveOf, meOf, noContent, type ApiParts } from './apiParts.ts';
import { readBody, readOptionalBody } from './readBody.ts';
import { signInRefused } from './sessionRoutes.ts';
import { mayAdministrate } from './mayAdministrate.ts';

const text = z.string().max(10_000);
const newPassword = z.strictObject({ current: text, password: text });
const totp = z.strictObject({
  secret: z.string().regex(/^[A-Z2-7]{26,128}$/, 'base32, at least 128 bits'),
  code: text,
});
const confirmation = z.strictObject({ password: text });
const nothing = z.strictObject({});

/** One's own account. */
export function accountRoutes(routes: RouteTable, parts: ApiParts): void {
  const { services, place, tries } = parts;
  const { ownAccount, peopleDesk } = services;
  const rule = { signedIn: 'is about one’s own account' } as const;

  routes.add({
    method: 'GET',
    path: '/sessions',
    rule,
    async handler(_checked, request, response) {
      const { live, person } = await meOf(request, parts);
      const sessions = await ownAccount.sessions(person.id);
      response.json(sessions.map((session) => listed(session, live.session.id)));
    },
  });

  routes.add({
    method: 'DELETE',
    path: '/sessions/:id',
    rule: { signedIn: 'ends sessions of one’s own; those of others only for administrators' },
    async handler(_checked, request, response) {
      const id = String(request.params.id);
      const live = liveOf(request);
      const address = place.addressOf(request);
      const ended =
        isId(id) &&
        ((live.session.kind === 'browser' && (await ownAccount.endSession(await meOf(request, parts), id))) ||
          ((await mayAdministrate(services, live, address)) &&
            (await peopleDesk.endSession(doerOf(live, address), id))));
      if (!ended) throw new HttpProblem(404, 'no-such-session', 'There is no such session, or no more');
      noContent(response);
    },
  });

  routes.add({
    method: 'PUT',
    path: '/session/password',
    rule,
    async handler(_checked, request, response) {
      const me = await meOf(request, parts);
      const { current, password } = await readBody(request, newPassword);
      await tries.own.refuse(me.person.id, me.address);
      if (!(await ownAccount.changePassword(me, current, password))) {
        await tries.own.count(me.person.id);
        throw signInRefused();
      }
      noContent(response);
    },
  });

  routes.add({
    method: 'POST',
    path: '/session/totp',
    rule,
    async handler(_checked, request, response) {
      const me = await meOf(request, parts);
      await readOptionalBody(request, nothing);
      response.json(ownAccount.newTotp(me));
    },
  });

  routes.add({
    method: 'PUT',
    path: '/session/totp',
    rule,
    async handler(_checked, request, response) {
      const me = await meOf(request, parts);
      const { secret, code } = await readBody(request, totp);
      const problem = await ownAccount.beginTotp(me, secret, code);
      if (problem === 'wrong-code') throw new HttpProblem(422, 'wrong-code', 'The code is not right');
      if (problem === 'totp-there')
        throw new HttpProblem(
          409,
          'totp-there',
          'An authenticator app is set up already; remove that one first',
        );
      noContent(response);
    },
  });

  routes.add({
    method: 'DELETE',
    path: '/session/totp',
    rule,
    async handler(_checked, request, response) {
      const me = await meOf(request, parts);
      const { password } = await readBody(request, confirmation);
      await tries.own.refuse(me.person.id, me.address);
      if (!(await ownAccount.endTotp(me, password))) {
        await tries.own.count(me.person.id);
        throw signInRefused();
      }
      noContent(response);
    },
  });
}
