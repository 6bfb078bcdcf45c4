import type { Request } from 'express';
import { z } from 'zod';
import { HttpProblem, type RouteTable, type Studies } from '../../../dicomweb-proxy/index.ts';
import {
  listedShare,
  shareInput,
  shareLimits,
  sharePath,
  type Me,
  type Share,
} from '../../../services/index.ts';
import { doerIn, isId, meOf, noContent, type ApiParts } from '../apiParts.ts';
import { mayAdministrate } from '../mayAdministrate.ts';
import { readBody } from '../readBody.ts';
import { qrPng, qrSvg } from './qrCode.ts';
import { ShareableStudies } from './sharedStudies.ts';

const extraction = z.strictObject({ hours: z.int().min(1).max(720) });
const changedLimits = z.strictObject({ version: z.int().min(0), limits: shareLimits });

/** Sharing a study by a link, for who may; what they have shared; and what an administrator allows. */
export function shareRoutes(routes: RouteTable, parts: ApiParts & { studies: Studies }): void {
  const { services, place, studies } = parts;
  const { shareDesk, people, clock } = services;
  const shareable = new ShareableStudies(services, studies, place);
  const doer = (request: Request) => doerIn(request, { place });
  const ofOwn = { signedIn: 'is about what one has shared oneself; for administrators about all' } as const;

  routes.add({
    method: 'POST',
    path: '/studies/:study/shares',
    rule: { right: 'share', of: 'study' },
    async handler({ study }, request, response) {
      const { person, live } = await meOf(request, parts);
      const input = await readBody(request, shareInput);
      const shared = await shareable.of(request, live, study, input);
      if (!shared)
        throw new HttpProblem(
          403,
          'not-permitted',
          'You may not hand out its files: no rule permits it (download)',
        );
      const share = await shareDesk.create(doer(request), person.id, shared, input);
      response.status(201).json(await told(share));
    },
  });

  routes.add({
    method: 'GET',
    path: '/shares',
    rule: ofOwn,
    async handler(_checked, request, response) {
      const me = await meOf(request, parts);
      const study = typeof request.query.study === 'string' ? request.query.study : undefined;
      const all = await mayAdministrate(services, me.live, me.address);
      const shares = await shareDesk.list(all ? undefined : me.person.id, study);
      response.json(await Promise.all(shares.map(told)));
    },
  });

  routes.add({
    method: 'DELETE',
    path: '/shares/:share',
    rule: ofOwn,
    async handler(_checked, request, response) {
      const share = await shareOf(request, await meOf(request, parts));
      await shareDesk.revoke(doer(request), share);
      noContent(response);
    },
  });

  routes.add({
    method: 'POST',
    path: '/shares/:share/extraction',
    rule: ofOwn,
    async handler(_checked, request, response) {
      const share = await shareOf(request, await meOf(request, parts));
      const { hours } = await readBody(request, extraction);
      response.status(201).json(await shareDesk.newExtraction(doer(request), share, hours));
    },
  });

  routes.add({
    method: 'GET',
    path: '/shares/:share/qr.svg',
    rule: ofOwn,
    async handler(_checked, request, response) {
      const share = await shareOf(request, await meOf(request, parts));
      response.setHeader('content-type', 'image/svg+xml');
      response.end(qrSvg(linkOf(request, share)));
    },
  });

  routes.add({
    method: 'GET',
    path: '/shares/:share/qr.png',
    rule: ofOwn,
    async handler(_checked, request, response) {
      const share = await shareOf(request, await meOf(request, parts));
      response.setHeader('content-type', 'image/png');
      response.end(await qrPng(linkOf(request, share)));
    },
  });

  routes.add({
    method: 'GET',
    path: '/sharing',
    rule: { signedIn: 'says what may be chosen when something is shared' },
    async handler(_checked, request, response) {
      await meOf(request, parts);
      response.json(await settings());
    },
  });

  routes.add({
    method: 'PUT',
    path: '/sharing',
    rule: { right: 'administrate' },
    async handler(_checked, request, response) {
      const { version, limits } = await readBody(request, changedLimits);
      if (limits.usualDays > limits.longestDays)
        throw new HttpProblem(422, 'not-allowed', 'usualDays: at most longestDays');
      if (!(await shareDesk.setLimits(doer(request), limits, version)))
        throw new HttpProblem(409, 'changed-meanwhile', 'Somebody else has changed them meanwhile');
      response.json(await settings());
    },
  });

  const settings = async () => ({
    ...(await shareDesk.limits()),
    sendsCodes: shareDesk.sendsCodes,
    experts: await shareDesk.experts(),
  });

  async function told(share: Share) {
    const owner = await people.byId(share.createdBy);
    const expert = share.personId === null ? undefined : await people.byId(share.personId);
    return { ...listedShare(share, new Date(clock()), expert?.name), createdBy: owner?.name ?? '' };
  }

  /** One's own, or for administrators any. @throws HttpProblem 404 */
  async function shareOf(request: Request, { person, live, address }: Me): Promise<Share> {
    const id = String(request.params.share);
    const share = isId(id) ? await shareDesk.find(id) : undefined;
    if (share && (share.createdBy === person.id || (await mayAdministrate(services, live, address))))
      return share;
    throw new HttpProblem(404, 'no-such-share', 'There is no such share');
  }
}

/**
 * The address that goes into the code. Behind a proxy that does not tell by which name we are known, the page says it
 * (`origin`): it is its own one, and the code is for who asks for it.
 * @throws HttpProblem 400
 */
function linkOf(request: Request, share: Share): string {
  const { origin = `${request.protocol}://${request.host}` } = request.query;
  const url = typeof origin === 'string' && URL.canParse(origin) ? new URL(origin) : undefined;
  if (!url || !/^https?:$/.test(url.protocol) || url.origin !== origin)
    throw new HttpProblem(400, 'bad-parameter', 'origin: scheme, name and port of this site, and no more');
  return url.origin + sharePath(share);
}
