import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Request } from 'express';
import { z } from 'zod';
import { HttpProblem, type RouteTable } from '../../dicomweb-proxy/index.ts';
import {
  eventCodes,
  eventTypeCodes,
  retentionInput,
  type AuditQuestion,
  type Doer,
  type EventName,
  type EventTypeName,
} from '../../services/index.ts';
import { doerIn, type ApiParts } from './apiParts.ts';
import { readBody, readOptionalBody } from './readBody.ts';

const text = z.string().min(1).max(200);
const moment = z.iso.datetime({ offset: true }).transform((iso) => new Date(iso));
const names = <Name extends string>(codes: Record<Name, unknown>) => z.enum(Object.keys(codes) as Name[]);

const question = {
  from: moment.optional(),
  to: moment.optional(),
  who: text.optional(),
  event: names<EventName>(eventCodes).optional(),
  type: names<EventTypeName>(eventTypeCodes).optional(),
  action: z.enum(['C', 'R', 'U', 'D', 'E']).optional(),
  outcome: z
    .enum(['0', '4', '8', '12', 'failure'])
    .transform((value) => (value === 'failure' ? value : (Number(value) as 0 | 4 | 8 | 12)))
    .optional(),
  study: text.optional(),
  patient: text.optional(),
  address: text.optional(),
  session: z.uuid().optional(),
};
const search = z.strictObject({
  ...question,
  before: z.coerce.number().int().positive().optional(),
  limit: z.coerce.number().int().min(1).max(500).optional(),
});
const exported = z.strictObject({ ...question, form: z.enum(['csv', 'xml']) });
const nothing = z.strictObject({});

const mediaTypes = { csv: 'text/csv; charset=utf-8', xml: 'application/xml; charset=utf-8' } as const;

/** The audit trail, for who may read it. */
export function auditRoutes(routes: RouteTable, { services, place }: ApiParts): void {
  const { auditDesk } = services;
  const rule = { right: 'audit' } as const;
  const doer = (request: Request): Doer => doerIn(request, { place });

  routes.add({
    method: 'GET',
    path: '/audit/events',
    rule,
    parse: (request) => parsed(search, request),
    async handler({ asked: { before, limit, ...asked } }, request, response) {
      const answer = await auditDesk.search(doer(request), questionOf(asked), { before, limit });
      response.json(answer);
    },
  });

  routes.add({
    method: 'GET',
    path: '/audit/export',
    rule,
    parse: (request) => parsed(exported, request),
    async handler({ asked: { form, ...asked } }, request, response) {
      const pieces = await auditDesk.export(doer(request), questionOf(asked), form);
      const at = new Date(services.clock()).toISOString().replace(/\.\d+|[-:]/g, '');
      response.setHeader('content-type', mediaTypes[form]);
      response.setHeader('content-disposition', `attachment; filename="audit-${at}.${form}"`);
      if (request.method === 'HEAD') return response.end();
      try {
        await pipeline(Readable.from(pieces), response);
      } catch (error) {
        // Who has left wants no more of it; what else fails breaks the transfer off, so that it does not look whole.
        if (!response.destroyed || !request.destroyed) throw error;
      }
    },
  });

  routes.add({
    method: 'GET',
    path: '/audit/chain',
    rule,
    handler: (_checked, _request, response) => response.json(auditDesk.chain.state()),
  });

  routes.add({
    method: 'POST',
    path: '/audit/chain',
    rule,
    async handler(_checked, request, response) {
      await readOptionalBody(request, nothing);
      await auditDesk.check(doer(request));
      response.status(202).json(auditDesk.chain.state());
    },
  });

  routes.add({
    method: 'GET',
    path: '/audit/retention',
    rule,
    handler: async (_checked, _request, response) => response.json(await auditDesk.retention.current()),
  });

  routes.add({
    method: 'PUT',
    path: '/audit/retention',
    rule: { right: 'administrate' },
    async handler(_checked, request, response) {
      const input = await readBody(request, retentionInput);
      response.json(await auditDesk.retention.change(doer(request), input));
    },
  });
}

const questionOf = ({
  study,
  patient,
  session,
  ...rest
}: Omit<z.output<z.ZodObject<typeof question>>, never>): AuditQuestion => ({
  ...rest,
  studyInstanceUid: study,
  patientId: patient,
  sessionId: session,
});

/** @throws HttpProblem 400 naming what is not understood */
function parsed<Schema extends z.ZodType>(schema: Schema, { query }: Request): z.output<Schema> {
  // A form that was left empty asks for nothing.
  const given = Object.fromEntries(Object.entries(query).filter(([, value]) => value !== ''));
  const result = schema.safeParse(given);
  if (result.success) return result.data;
  const told = result.error.issues
    .map(({ path, message }) => `${path.join('.') || 'query'}: ${message}`)
    .join('; ');
  throw new HttpProblem(400, 'bad-query', told);
}
