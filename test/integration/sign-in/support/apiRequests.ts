import { existsSync } from 'node:fs';
import type { Sample, Uids } from '../../access/sampleRequests.ts';

/** Whether there is a built viewer to serve. */
export const viewerBuilt = existsSync(new URL('../../../../dist/viewer/yunying-embed.js', import.meta.url));

const nobodysRule = 'no-such-rule';
const nobody = '7d9f6d4e-1111-4222-8333-444455556666';

const json = (path: string, status: number, body: object = {}): Sample => ({
  path: `/api${path}`,
  headers: { 'content-type': 'application/json' },
  body: new TextEncoder().encode(JSON.stringify(body)),
  status,
});
const plain = (path: string, status: number): Sample => ({ path: `/api${path}`, status });

/** They are made with the viewer. */
const scripts = (path: string): readonly Sample[] => (viewerBuilt ? [{ path, status: 200 }] : []);

/** For each row of /api a request that its handler answers, without anything being changed by it. */
export const apiRequests: Readonly<Record<string, (uids: Uids) => readonly Sample[]>> = {
  'GET /api/session': () => [plain('/session', 200)],
  'POST /api/session': () => [json('/session', 400)],
  'POST /api/session/code': () => [json('/session/code', 400)],
  'POST /api/session/oidc': () => [json('/session/oidc', 400)],
  'GET /api/session/oidc/callback': () => [
    plain('/session/oidc/callback', 303),
    plain('/session/oidc/callback?code=x&state=y', 303),
  ],
  'POST /api/setup': () => [json('/setup', 400)],
  'DELETE /api/session': () => [plain('/session', 204)],
  'POST /api/session/tickets': () => [
    json('/session/tickets', 201, { path: '/dicom-web/studies/1.2.3/thumbnail' }),
    json('/session/tickets', 422, { path: '/viewer' }),
  ],
  'GET /api/sessions': () => [plain('/sessions', 200)],
  'DELETE /api/sessions/:id': () => [plain(`/sessions/${nobody}`, 404), plain('/sessions/x', 404)],
  'PUT /api/session/password': () => [json('/session/password', 400)],
  'POST /api/session/totp': () => [json('/session/totp', 200), plain('/session/totp', 200)],
  'PUT /api/session/totp': () => [json('/session/totp', 400)],
  'DELETE /api/session/totp': () => [json('/session/totp', 400)],
  'GET /embed': () => [{ path: '/embed', status: 401 }],
  'POST /embed': () => [
    {
      path: '/embed',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new TextEncoder().encode('token=x'),
      status: 401,
    },
  ],
  'GET /yunying-embed.js': () => scripts('/yunying-embed.js'),
  'GET /yunying-embed.d.ts': () => scripts('/yunying-embed.d.ts'),
  'GET /api/his': () => [plain('/his', 200)],
  'POST /api/his': () => [json('/his', 400)],
  'PUT /api/his/:id': () => [json(`/his/${nobody}`, 400)],
  'DELETE /api/his/:id': () => [plain(`/his/${nobody}`, 404), plain('/his/x', 404)],
  'POST /api/his/:id/trial': () => [json(`/his/${nobody}/trial`, 404, { token: 'x' })],
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
  'POST /api/studies/:study/shares': ({ study }) => [json(`/studies/${study}/shares`, 400)],
  'GET /api/shares': () => [plain('/shares', 200)],
  'DELETE /api/shares/:share': () => [plain(`/shares/${nobody}`, 404), plain('/shares/x', 404)],
  'POST /api/shares/:share/extraction': () => [json(`/shares/${nobody}/extraction`, 404)],
  'GET /api/shares/:share/qr.svg': () => [plain(`/shares/${nobody}/qr.svg`, 404)],
  'GET /api/shares/:share/qr.png': () => [plain(`/shares/${nobody}/qr.png`, 404)],
  'GET /api/sharing': () => [plain('/sharing', 200)],
  'PUT /api/sharing': () => [json('/sharing', 400)],
  'GET /api/shares/:id/state': () => [plain(`/shares/${'y'.repeat(22)}/state`, 404)],
  'POST /api/shares/:id/codes': () => [json('/shares/x/codes', 400)],
  'POST /api/shares/:id/sessions': () => [json('/shares/x/sessions', 400)],
  'GET /api/share': () => [plain('/share', 200)],
  'POST /api/share/archive': () => [json('/share/archive', 400)],
  'GET /api/share/archive': () => [plain('/share/archive', 401)],
  'GET /api/people/:id/patients': () => [plain(`/people/${nobody}/patients`, 404)],
  'PUT /api/people/:id/patients': () => [json(`/people/${nobody}/patients`, 404, { patientId: 'P1' })],
  'DELETE /api/people/:id/patients': () => [
    json(`/people/${nobody}/patients`, 404, { patientId: 'P1', issuer: '', source: 'HIS' }),
  ],
  'GET /api/sessions/everybody': () => [plain('/sessions/everybody', 200)],
  'GET /api/rules': () => [plain('/rules', 200)],
  'POST /api/rules': () => [json('/rules', 400)],
  'PUT /api/rules/order': () => [
    json('/rules/order', 400),
    json('/rules/order', 204, { before: [], after: [] }),
  ],
  'PUT /api/rules/:id': () => [json(`/rules/${nobodysRule}`, 400)],
  'PUT /api/rules/:id/enabled': () => [
    json(`/rules/${nobodysRule}/enabled`, 404, { version: 1, enabled: false }),
    json('/rules/x%20y/enabled', 404, { version: 1, enabled: false }),
  ],
  'DELETE /api/rules/:id': () => [json(`/rules/${nobodysRule}`, 404, { version: 1 })],
  'POST /api/rules/test': () => [
    json('/rules/test', 422),
    json('/rules/test', 404, { subject: { person: nobody }, right: 'audit' }),
  ],
  'GET /api/rules/words': () => [plain('/rules/words', 200)],
  'GET /api/departments': () => [plain('/departments', 200)],
  'PUT /api/departments': () => [
    json('/departments', 400),
    json('/departments', 409, { version: 99, entries: [] }),
  ],
  'GET /api/keys': () => [plain('/keys', 200)],
  'POST /api/keys': () => [json('/keys', 400)],
  'DELETE /api/keys/:id': () => [plain(`/keys/${nobody}`, 404), plain('/keys/x', 404)],
  'POST /api/emergency/search': () => [json('/emergency/search', 400)],
  'POST /api/emergency': () => [json('/emergency', 400)],
  'GET /api/emergency': () => [plain('/emergency', 200)],
  'DELETE /api/emergency/:id': () => [plain(`/emergency/${nobody}`, 404), plain('/emergency/x', 404)],
  'GET /api/emergencies': () => [plain('/emergencies', 200)],
  'POST /api/emergencies/:id/review': () => [json(`/emergencies/${nobody}/review`, 404)],
  'POST /api/emergencies/:id/end': () => [plain(`/emergencies/${nobody}/end`, 404)],
  'PUT /api/emergencies/settings': () => [json('/emergencies/settings', 400)],
  'GET /api/notices': () => [plain('/notices', 200)],
  'GET /api/notices/unread': () => [plain('/notices/unread', 200)],
  'POST /api/notices/read': () => [json('/notices/read', 204)],
};
