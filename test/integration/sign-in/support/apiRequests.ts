import type { Sample } from '../../access/sampleRequests.ts';

const nobody = '7d9f6d4e-1111-4222-8333-444455556666';

const json = (path: string, status: number, body: object = {}): Sample => ({
  path: `/api${path}`,
  headers: { 'content-type': 'application/json' },
  body: new TextEncoder().encode(JSON.stringify(body)),
  status,
});
const plain = (path: string, status: number): Sample => ({ path: `/api${path}`, status });

/** For each row of /api a request that its handler answers, without anything being changed by it. */
export const apiRequests: Readonly<Record<string, () => readonly Sample[]>> = {
  'GET /api/session': () => [plain('/session', 200)],
  'POST /api/session': () => [json('/session', 400)],
  'POST /api/session/code': () => [json('/session/code', 400)],
  'POST /api/setup': () => [json('/setup', 400)],
  'DELETE /api/session': () => [plain('/session', 204)],
  'GET /api/sessions': () => [plain('/sessions', 200)],
  'DELETE /api/sessions/:id': () => [plain(`/sessions/${nobody}`, 404), plain('/sessions/x', 404)],
  'PUT /api/session/password': () => [json('/session/password', 400)],
  'POST /api/session/totp': () => [json('/session/totp', 200), plain('/session/totp', 200)],
  'PUT /api/session/totp': () => [json('/session/totp', 400)],
  'DELETE /api/session/totp': () => [json('/session/totp', 400)],
  'GET /api/audit/events': () => [plain('/audit/events?limit=1', 200)],
  'GET /api/audit/export': () => [
    plain('/audit/export?form=csv&event=import', 200),
    plain('/audit/export?form=xml&event=import', 200),
  ],
  'GET /api/audit/chain': () => [plain('/audit/chain', 200)],
  'POST /api/audit/chain': () => [plain('/audit/chain', 202)],
  'GET /api/audit/retention': () => [plain('/audit/retention', 200)],
  'PUT /api/audit/retention': () => [json('/audit/retention', 422, { days: 179, version: 0 })],
  'GET /api/people': () => [plain('/people', 200)],
  'POST /api/people': () => [json('/people', 400)],
  'PUT /api/people/:id': () => [json(`/people/${nobody}`, 400)],
  'PUT /api/people/:id/password': () => [json(`/people/${nobody}/password`, 404, { password: 'x' })],
  'DELETE /api/people/:id/totp': () => [plain(`/people/${nobody}/totp`, 404)],
  'POST /api/people/:id/disable': () => [plain(`/people/${nobody}/disable`, 404)],
  'POST /api/people/:id/enable': () => [plain(`/people/${nobody}/enable`, 404)],
  'GET /api/people/:id/sessions': () => [
    plain(`/people/${nobody}/sessions`, 404),
    plain('/people/x/sessions', 404),
  ],
  'DELETE /api/people/:id/sessions': () => [plain(`/people/${nobody}/sessions`, 404)],
};
