import { setTimeout } from 'node:timers/promises';
import type { Request } from 'express';
import { z } from 'zod';
import { HttpProblem, type Guard, type RouteTable, type Studies } from '../../../dicomweb-proxy/index.ts';
import { markOf, type LiveSession, type Proof } from '../../../services/index.ts';
import { clientOf, liveOf, refuseInClear, type ApiParts } from '../apiParts.ts';
import { readBody } from '../readBody.ts';
import { Tries } from '../../Tries.ts';
import { actAs } from '../../identify.ts';
import { writeStudyZip, type StudyFiles } from './studyZip.ts';

const text = z.string().max(100);
const codeWanted = z.strictObject({ phone: text, language: z.enum(['zh-CN', 'en']).optional() });
const proof = z.strictObject({ phone: text.optional(), code: text.optional(), idDigits: text.optional() });
const extraction = z.strictObject({ code: text });

/** So long an answer to a telephone number takes at least: longer than finding out whether it is the one. */
const leastMs = 600;

const hour = 3600;
const day = 24 * hour;

/** How often something may be tried, by whoever does it: all of them count what was asked, not what was found. */
const visitTries = () => ({
  codesOfShare: new Tries({ name: 'share-codes', points: 5, seconds: hour }),
  codesOfPhone: new Tries({ name: 'share-phone', points: 5, seconds: day }),
  codesOfAddress: new Tries({ name: 'share-address', points: 60, seconds: hour }),
  /** wrong links, codes and digits */
  failures: new Tries({ name: 'share-failures', points: 200, seconds: hour }),
  failuresOfShare: new Tries({ name: 'share-failures-of', points: 20, seconds: hour }),
  extraction: new Tries({ name: 'share-extraction', points: 10, seconds: hour }),
});

/** What somebody does who comes by a link `/s/<id>`. */
export function visitRoutes(
  routes: RouteTable,
  guard: Guard,
  parts: ApiParts & { studies: Studies; onProblem: (error: Error) => void },
): void {
  const { services, place, studies, onProblem } = parts;
  const { visitDesk } = services;
  const tries = visitTries();

  routes.add({
    method: 'GET',
    path: '/shares/:id/state',
    rule: { open: 'says to who holds a link, of 128 random bits, whether it is still good' },
    async handler(_checked, request, response) {
      const address = place.addressOf(request);
      await tries.failures.refuse(address);
      try {
        response.json(await visitDesk.state(idOf(request)));
      } catch (error) {
        await tries.failures.count(address);
        throw error;
      }
    },
  });

  routes.add({
    method: 'POST',
    path: '/shares/:id/codes',
    rule: { open: 'sends a code to the telephone that something is shared with, and to no other' },
    async handler(_checked, request, response) {
      refuseInClear(request, parts);
      const { phone, language = 'zh-CN' } = await readBody(request, codeWanted);
      const client = clientOf(request, parts);
      await tries.codesOfAddress.take(client.address);
      // What is over takes nobody's tries, and a telephone is counted against by who holds a link alone.
      await visitDesk.assertOpen(idOf(request));
      await tries.codesOfShare.take(idOf(request));
      await tries.codesOfPhone.take(phone.normalize('NFKC').replace(/\D/g, '').slice(-11));
      await Promise.all([visitDesk.requestCode(idOf(request), phone, language, client), setTimeout(leastMs)]);
      response.status(202).json({ state: 'asked' });
    },
  });

  routes.add({
    method: 'POST',
    path: '/shares/:id/sessions',
    rule: { open: 'opens a share for who proves that it is for them' },
    async handler(_checked, request, response) {
      refuseInClear(request, parts);
      const given = proofIn(await readBody(request, proof));
      const client = clientOf(request, parts);
      await tries.failures.refuse(client.address);
      await tries.failuresOfShare.refuse(idOf(request));
      const opened = visitDesk.open(idOf(request), given, client).catch(async (error: unknown) => {
        await Promise.all([
          tries.failures.count(client.address),
          tries.failuresOfShare.count(idOf(request)),
          // A wrong telephone is found out sooner than a wrong code.
          setTimeout(leastMs),
        ]);
        throw error;
      });
      response.status(201).json(await opened);
    },
  });

  routes.add({
    method: 'GET',
    path: '/share',
    rule: { signedIn: 'says what the share is about whose session it is' },
    async handler(_checked, request, response) {
      const live = shareSession(request);
      const share = await visitDesk.ofSession(live);
      const {
        studyInstanceUid,
        studies: uids,
        history,
        report,
        download,
        validUntil,
        extractionUntil,
      } = share;
      response.json({
        ...{ studyInstanceUid, studies: uids, history, report, download, validUntil, extractionUntil },
        mark: markOf(share),
        sessionEndsAt: live.session.expiresAt,
      });
    },
  });

  routes.add({
    method: 'POST',
    path: '/share/archive',
    rule: {
      signedIn: 'gives a ticket for the files of the share whose session it is, for a code of extraction',
    },
    async handler(_checked, request, response) {
      const live = shareSession(request);
      const { code } = await readBody(request, extraction);
      await tries.extraction.take(live.session.shareId ?? '');
      const ticket = await visitDesk.extract(live, code, clientOf(request, parts));
      response.json({ address: `/api/share/archive?${new URLSearchParams({ extraction: ticket })}` });
    },
  });

  routes.add({
    method: 'GET',
    path: '/share/archive',
    rule: { open: 'is for who holds a ticket, for two minutes, of a session that is still running' },
    async handler(_checked, request, response) {
      const { extraction: ticket } = request.query;
      const live = typeof ticket === 'string' ? await visitDesk.ofTicket(ticket) : undefined;
      if (!live) throw new HttpProblem(401, 'ticket-ended', 'This ticket is not good, or no more');
      actAs(request, live);
      const found = await filesOf(request, live);
      response.setHeader('content-type', 'application/zip');
      response.setHeader('content-disposition', 'attachment; filename="images.zip"');
      if (request.method === 'HEAD') return response.end();
      const gone = new AbortController();
      response.once('close', () => gone.abort());
      await writeStudyZip(found, response, gone.signal).catch((error: unknown) => {
        // What has begun cannot be answered otherwise: the file is cut off, which every program notices.
        if (!gone.signal.aborted) onProblem(error as Error);
        response.destroy();
      });
    },
  });

  /** @throws HttpProblem 403, 404; AuditUnavailable */
  async function filesOf(request: Request, live: LiveSession): Promise<StudyFiles[]> {
    const share = await visitDesk.ofSession(live);
    const found: StudyFiles[] = [];
    for (const uid of share.studies) {
      const study = await studies.find(uid);
      if (!study) continue;
      await guard.check(request, { right: 'download', study });
      found.push({ study, files: await studies.files(study, { documents: share.report }) });
    }
    if (found.length === 0) throw new HttpProblem(404, 'not-found', 'The images are not there any more');
    return found;
  }
}

/** @throws HttpProblem 400 */
function proofIn({ phone, code, idDigits }: z.output<typeof proof>): Proof {
  if (phone !== undefined && code !== undefined && idDigits === undefined) return { phone, code };
  if (idDigits !== undefined && phone === undefined && code === undefined) return { idDigits };
  throw new HttpProblem(400, 'bad-body', 'The body has to hold phone and code, or idDigits');
}

const idOf = (request: Request): string => String(request.params.id);

/** @throws HttpProblem 401, 403 */
function shareSession(request: Request): LiveSession {
  const live = liveOf(request);
  if (live.session.kind !== 'share')
    throw new HttpProblem(403, 'shares-only', 'That is for who has opened a share');
  return live;
}
