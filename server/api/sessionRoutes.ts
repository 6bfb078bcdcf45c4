import type { Request, Response } from 'express';
import { z } from 'zod';
import { HttpProblem, type RouteTable } from '../../dicomweb-proxy/index.ts';
import {
  evaluateRules,
  mayOnSome,
  studyRights,
  systemRights,
  type LiveSession,
  type SignInAnswer,
} from '../../services/index.ts';
import { sessionOf } from '../identify.ts';
import { sessionCookie, tokenIn, withoutSessionCookie } from '../sessionCookie.ts';
import { clientOf, liveOf, noContent, peopleOnly, refuseInClear, type ApiParts } from './apiParts.ts';
import { readBody } from './readBody.ts';

const text = z.string().max(10_000);
const password = z.strictObject({ login: text, password: text });
const code = z.strictObject({ challenge: text, code: text });
const setup = z.strictObject({ token: text, login: text, name: text, password: text });

/** Signing in and out, and who is signed in. */
export function sessionRoutes(routes: RouteTable, parts: ApiParts): void {
  const { services, place, tries } = parts;
  const { signInDesk, ownAccount } = services;

  routes.add({
    method: 'GET',
    path: '/session',
    rule: { open: 'says to whoever asks who they are themselves' },
    async handler(_checked, request, response) {
      const live = sessionOf(request);
      if (!live) {
        forgetCookie(request, response);
        const hasAdministrator = await services.hasAdministrator();
        return response.json({
          ...{ auth: 'local', signedIn: false, setup: !hasAdministrator },
          ...(services.oidcDesk && { oidc: { name: parts.oidcName, alone: !parts.passwords } }),
        });
      }
      const person = live.session.kind === 'browser' && (await services.people.byId(live.principal.id));
      return response.json({
        auth: 'local',
        signedIn: true,
        ...(person && {
          person: {
            id: person.id,
            login: person.login,
            name: person.name,
            role: person.role,
            institutions: person.institutions,
            departments: person.departments,
            hasTotp: person.hasTotp,
            hasPassword: person.hasPassword,
          },
        }),
        rights: await rightsOf(live, request),
        session: {
          id: live.session.id,
          expiresAt: live.session.expiresAt,
          idleMs: Number.isFinite(live.session.idleMs) ? live.session.idleMs : null,
        },
      });
    },
  });

  routes.add({
    method: 'POST',
    path: '/session',
    rule: { open: 'is how one signs in' },
    async handler(_checked, request, response) {
      refuseInClear(request, parts);
      refuseWithoutPasswords();
      const asked = await readBody(request, password);
      const client = clientOf(request, parts);
      const login = asked.login.normalize('NFKC').trim().toLowerCase().slice(0, 200);
      await tries.address.refuse(client.address, client.address);
      await tries.login.refuse(login, client.address);
      const answer = await signInDesk.withPassword(asked.login, asked.password, client);
      if (answer.state === 'refused') {
        await Promise.all([tries.address.count(client.address), tries.login.count(login)]);
        throw signInRefused();
      }
      if (answer.state === 'signed-in') await tries.login.forget(login);
      tell(request, response, answer);
    },
  });

  routes.add({
    method: 'POST',
    path: '/session/code',
    rule: { open: 'is the second step of signing in' },
    async handler(_checked, request, response) {
      refuseInClear(request, parts);
      refuseWithoutPasswords();
      const asked = await readBody(request, code);
      const client = clientOf(request, parts);
      await tries.address.refuse(client.address, client.address);
      const answer = await signInDesk.withCode(asked.challenge, asked.code, client);
      if (answer.state === 'refused' || ('wrong' in answer && answer.wrong))
        await tries.address.count(client.address);
      if (answer.state === 'refused') throw signInRefused();
      tell(request, response, answer);
    },
  });

  routes.add({
    method: 'DELETE',
    path: '/session',
    rule: { signedIn: 'ends one’s own session' },
    async handler(_checked, request, response) {
      const live = liveOf(request);
      // A key is ended by who made it.
      if (live.session.kind === 'key') throw peopleOnly();
      await ownAccount.signOut({ live, address: place.addressOf(request) });
      response.appendHeader('set-cookie', withoutSessionCookie(place.isSecure(request)));
      const address =
        live.session.kind === 'browser'
          ? await services.oidcDesk?.signOutAddress(live.principal.id)
          : undefined;
      if (address === undefined) noContent(response);
      // Where the browser has to go to sign out of the provider as well.
      else response.json({ address });
    },
  });

  routes.add({
    method: 'POST',
    path: '/setup',
    rule: { open: 'is for who holds the link that the terminal shows, as long as there is no administrator' },
    async handler(_checked, request, response) {
      refuseInClear(request, parts);
      const { token, ...input } = await readBody(request, setup);
      const client = clientOf(request, parts);
      await tries.setup.refuse(client.address, client.address);
      const answer = await signInDesk.setUp(token, input, client);
      if (answer.state === 'refused') {
        await tries.setup.count(client.address);
        throw new HttpProblem(401, 'setup-refused', 'The link is not good, or no more');
      }
      tell(request, response, answer);
    },
  });

  function tell(
    request: Request,
    response: Response,
    answer: Exclude<SignInAnswer, { state: 'refused' }>,
  ): void {
    if (answer.state !== 'signed-in') {
      const { state, challenge, phone, wrong } = answer;
      response.json({ state, challenge, phone, wrong });
      return;
    }
    response.appendHeader('set-cookie', sessionCookie(answer.token, place.isSecure(request)));
    response.json({ state: 'signed-in' });
  }

  /** @throws HttpProblem 403 where people sign in elsewhere alone */
  function refuseWithoutPasswords(): void {
    if (!parts.passwords) throw new HttpProblem(403, 'no-passwords', 'Nobody signs in with a password here');
  }

  /** Of a session that has ended: the browser need not send it any more. */
  function forgetCookie(request: Request, response: Response): void {
    const isSecure = place.isSecure(request);
    if (tokenIn(request.headers.cookie ?? '', isSecure) !== undefined)
      response.appendHeader('set-cookie', withoutSessionCookie(isSecure));
  }

  /** What they may do at all: for what a page offers, never for what is permitted. */
  async function rightsOf({ principal }: LiveSession, request: Request): Promise<string[]> {
    const { set } = await services.policy.current();
    const circumstances = { address: place.addressOf(request), at: services.clock() };
    return [
      ...studyRights.filter((right) => mayOnSome(set, principal, right, circumstances)),
      ...systemRights.filter(
        (right) => evaluateRules(set, principal, undefined, right, circumstances).allowed,
      ),
    ];
  }
}

/** The same, whatever was wrong. */
export const signInRefused = (): HttpProblem =>
  new HttpProblem(
    401,
    'sign-in-refused',
    'Name, password or code are not right, or this account cannot be used now',
  );
