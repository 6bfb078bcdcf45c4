import type { Request } from 'express';
import { z } from 'zod';
import { HttpProblem, type RouteTable } from '../../dicomweb-proxy/index.ts';
import { departmentEntries, ruleInput, type StoredRule } from '../../services/index.ts';
import { doerIn, liveOf, noContent, type ApiParts } from './apiParts.ts';
import { readBody } from './readBody.ts';

const version = z.int();
const versioned = z.strictObject({ version });
const changedRule = ruleInput.extend({ version });
const switched = z.strictObject({ version, enabled: z.boolean() });
const ids = z.array(z.string().max(64)).max(2000);
const order = z.strictObject({ before: ids, after: ids });
const changedDepartments = z.strictObject({ version, entries: departmentEntries });

/** The rules of who may do what, and what stations and institutions' names stand for. */
export function ruleRoutes(routes: RouteTable, parts: ApiParts): void {
  const { services, place } = parts;
  const { ruleDesk } = services;
  const rule = { right: 'administrate' } as const;

  routes.add({
    method: 'GET',
    path: '/rules',
    rule,
    async handler(_checked, request, response) {
      const names = new Map((await services.people.list()).map(({ id, name }) => [id, name]));
      const { set } = await services.policy.current();
      response.json({
        rules: (await ruleDesk.list()).map((stored) => ruleOf(stored, names)),
        // What a page needs to say when and from where rules hold.
        timeZone: set.timeZone,
        address: place.addressOf(request) ?? null,
        person: liveOf(request).principal.id,
      });
    },
  });

  routes.add({
    method: 'POST',
    path: '/rules',
    rule,
    async handler(_checked, request, response) {
      const input = await readBody(request, ruleInput);
      response.status(201).json(ruleOf(await ruleDesk.create(doerIn(request, parts), input)));
    },
  });

  routes.add({
    method: 'PUT',
    path: '/rules/order',
    rule,
    async handler(_checked, request, response) {
      const { before, after } = await readBody(request, order);
      await ruleDesk.order(doerIn(request, parts), before, after);
      noContent(response);
    },
  });

  routes.add({
    method: 'PUT',
    path: '/rules/:id',
    rule,
    async handler(_checked, request, response) {
      const { version: edited, ...input } = await readBody(request, changedRule);
      response.json(ruleOf(await ruleDesk.update(doerIn(request, parts), idOf(request), edited, input)));
    },
  });

  routes.add({
    method: 'PUT',
    path: '/rules/:id/enabled',
    rule,
    async handler(_checked, request, response) {
      const { version: seen, enabled } = await readBody(request, switched);
      await ruleDesk.enable(doerIn(request, parts), idOf(request), seen, enabled);
      noContent(response);
    },
  });

  routes.add({
    method: 'DELETE',
    path: '/rules/:id',
    rule,
    async handler(_checked, request, response) {
      const { version: seen } = await readBody(request, versioned);
      await ruleDesk.remove(doerIn(request, parts), idOf(request), seen);
      noContent(response);
    },
  });

  routes.add({
    method: 'GET',
    path: '/departments',
    rule,
    async handler(_checked, _request, response) {
      response.json(await ruleDesk.departments());
    },
  });

  routes.add({
    method: 'PUT',
    path: '/departments',
    rule,
    async handler(_checked, request, response) {
      const { version: edited, entries } = await readBody(request, changedDepartments);
      await ruleDesk.setDepartments(doerIn(request, parts), edited, entries);
      response.json(await ruleDesk.departments());
    },
  });
}

/** @throws HttpProblem 404 for what cannot be the id of a rule */
function idOf(request: Request): string {
  const id = String(request.params.id);
  if (!/^[A-Za-z0-9:._-]{1,64}$/.test(id))
    throw new HttpProblem(404, 'no-such-rule', 'There is no such rule');
  return id;
}

const ruleOf = (
  { rule, builtIn, version: current, changedBy, changedAt }: StoredRule,
  names?: ReadonlyMap<string, string>,
) => ({
  ...rule,
  builtIn,
  version: current,
  changedBy: changedBy === undefined ? null : (names?.get(changedBy) ?? changedBy),
  changedAt: changedAt ?? null,
});
