import type { Request } from 'express';
import { z } from 'zod';
import { HttpProblem, type RouteTable } from '../../dicomweb-proxy/index.ts';
import { emergencyMinutes, noteText, type Emergency } from '../../services/index.ts';
import { doerIn, isId, meOf, noContent, type ApiParts } from './apiParts.ts';
import { readBody, readOptionalBody } from './readBody.ts';

const review = z.strictObject({ note: noteText.default('') });
const settings = z.strictObject({ version: z.int(), minutes: emergencyMinutes });
const nothing = z.strictObject({});

/** What was opened in emergencies, for those who look whether it had to be. */
export function emergencyReviewRoutes(routes: RouteTable, parts: ApiParts): void {
  const { emergencyDesk, clock } = parts.services;
  const rule = { right: 'audit' } as const;

  routes.add({
    method: 'GET',
    path: '/emergencies',
    rule,
    async handler(_checked, request, response) {
      const emergencies = await emergencyDesk.list(doerIn(request, parts));
      response.json({
        settings: await emergencyDesk.settings(),
        emergencies: emergencies.map((emergency) => ({
          ...emergency,
          isRunning: emergency.until.getTime() > clock(),
        })),
      });
    },
  });

  routes.add({
    method: 'POST',
    path: '/emergencies/:id/review',
    rule,
    async handler(_checked, request, response) {
      const { note } = await readBody(request, review);
      // By somebody who can be asked about it.
      await meOf(request, parts);
      await emergencyDesk.review(doerIn(request, parts), await emergencyOf(request), note);
      noContent(response);
    },
  });

  routes.add({
    method: 'POST',
    path: '/emergencies/:id/end',
    rule,
    async handler(_checked, request, response) {
      await readOptionalBody(request, nothing);
      if (!(await emergencyDesk.end(doerIn(request, parts), await emergencyOf(request))))
        throw new HttpProblem(404, 'no-such-emergency', 'There is no such access, or no more');
      noContent(response);
    },
  });

  routes.add({
    method: 'PUT',
    path: '/emergencies/settings',
    rule: { right: 'administrate' },
    async handler(_checked, request, response) {
      const { version, minutes } = await readBody(request, settings);
      await emergencyDesk.setMinutes(doerIn(request, parts), version, minutes);
      response.json(await emergencyDesk.settings());
    },
  });

  /** @throws HttpProblem 404 */
  async function emergencyOf(request: Request): Promise<Emergency> {
    const id = String(request.params.id);
    const emergency = isId(id) ? await emergencyDesk.byId(id) : undefined;
    if (!emergency) throw new HttpProblem(404, 'no-such-emergency', 'There is no such access');
    return emergency;
  }
}
