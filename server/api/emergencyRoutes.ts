import { z } from 'zod';
import { HttpProblem, type RouteTable, type StudyRecord } from '../../dicomweb-proxy/index.ts';
import { reasonText, type Emergency } from '../../services/index.ts';
import { factsReader } from '../studyFacts.ts';
import { doerIn, isId, liveOf, meOf, noContent, type ApiParts } from './apiParts.ts';
import { readBody } from './readBody.ts';

const exact = z.string().trim().min(1).max(64);
/** By what names one patient or one study, whole: there is no looking around. */
const search = z.strictObject({ by: z.enum(['accession-number', 'patient-id']), value: exact });
const opening = z.strictObject({ study: z.string().regex(/^[\d.]{1,64}$/, 'a UID'), reason: reasonText });
const foundAtMost = 50;

/** Access in an emergency, for who may take it; and what one is to be told. */
export function emergencyRoutes(routes: RouteTable, parts: ApiParts): void {
  const { services, place, studies, tries } = parts;
  const { emergencyDesk } = services;
  const factsOf = factsReader();
  const rule = { right: 'break-glass' } as const;

  routes.add({
    method: 'POST',
    path: '/emergency/search',
    rule,
    async handler(_checked, request, response) {
      const asked = await readBody(request, search);
      const live = liveOf(request);
      // Whoever knows no number is not to find one by trying.
      await tries.emergency.take(live.principal.id);
      await emergencyDesk.noteSearch(doerIn(request, parts), asked);
      const { departments } = await services.policy.current();
      const address = place.addressOf(request);
      const found = [];
      for (const study of await studies.all()) {
        if (!isAsked(study, asked)) continue;
        const chance = await emergencyDesk.chance(live, factsOf(study, departments), address);
        if (chance === 'none') continue;
        found.push({ ...leastOf(study), readable: chance === 'readable' });
        if (found.length === foundAtMost) break;
      }
      response.json(found);
    },
  });

  routes.add({
    method: 'POST',
    path: '/emergency',
    rule,
    async handler(_checked, request, response) {
      const { study, reason } = await readBody(request, opening);
      const me = await meOf(request, parts);
      const record = await studies.find(study);
      const { departments } = await services.policy.current();
      const emergency =
        record && (await emergencyDesk.begin(me.live, factsOf(record, departments), reason, me.address));
      if (!emergency) throw new HttpProblem(404, 'no-such-study', 'There is no such study');
      response.status(201).json(ownOf(emergency, [emergency.studyInstanceUid]));
    },
  });

  routes.add({
    method: 'GET',
    path: '/emergency',
    rule: { signedIn: 'is about what one has opened oneself' },
    async handler(_checked, request, response) {
      const { live } = await meOf(request, parts);
      const running = await emergencyDesk.running(live.principal.id);
      const all = running.length > 0 ? await studies.all() : [];
      response.json(running.map((emergency) => ownOf(emergency, opened(all, emergency))));
    },
  });

  routes.add({
    method: 'DELETE',
    path: '/emergency/:id',
    rule: { signedIn: 'ends what one has opened oneself' },
    async handler(_checked, request, response) {
      const { live } = await meOf(request, parts);
      const id = String(request.params.id);
      const emergency = isId(id) ? await emergencyDesk.byId(id) : undefined;
      const isOwn = emergency?.personId === live.principal.id;
      if (!emergency || !isOwn || !(await emergencyDesk.end(doerIn(request, parts), emergency)))
        throw new HttpProblem(404, 'no-such-emergency', 'There is no such access, or no more');
      noContent(response);
    },
  });

  routes.add({
    method: 'GET',
    path: '/notices',
    rule: { signedIn: 'is about what one is to be told oneself' },
    async handler(_checked, request, response) {
      const { live } = await meOf(request, parts);
      response.json(await emergencyDesk.notices(live.principal.id));
    },
  });

  routes.add({
    method: 'GET',
    path: '/notices/unread',
    rule: { signedIn: 'says how much there is to be told to oneself' },
    async handler(_checked, request, response) {
      const { live } = await meOf(request, parts);
      response.json({ unread: await emergencyDesk.unread(live.principal.id) });
    },
  });

  routes.add({
    method: 'POST',
    path: '/notices/read',
    rule: { signedIn: 'is about what one is to be told oneself' },
    async handler(_checked, request, response) {
      const { live } = await meOf(request, parts);
      await readBody(request, z.strictObject({}));
      await emergencyDesk.markRead(live.principal.id);
      noContent(response);
    },
  });

  /** Studies of the archive that this opens. */
  function opened(all: readonly StudyRecord[], emergency: Emergency): string[] {
    return all
      .filter(
        ({ studyInstanceUid, patientIds }) =>
          studyInstanceUid === emergency.studyInstanceUid ||
          (emergency.institution !== '' && patientIds.includes(emergency.patientId)),
      )
      .map(({ studyInstanceUid }) => studyInstanceUid);
  }
}

const isAsked = ({ attributes, patientIds }: StudyRecord, { by, value }: z.infer<typeof search>): boolean =>
  by === 'patient-id' ? patientIds.includes(value) : attributes.AccessionNumber === value;

/** Enough to see that it is the right one for who stands before the patient, and no more. */
const leastOf = ({ studyInstanceUid, attributes, modalities }: StudyRecord) => ({
  studyInstanceUid,
  patientName: maskedName(attributes.PatientName ?? ''),
  patientSex: attributes.PatientSex ?? '',
  date: attributes.StudyDate ?? '',
  modalities,
});

/** The first character of what people call them by: of the ideographic group (PS3.5 6.2.1.1) if there is one. */
function maskedName(name: string): string {
  const [alphabetic = '', ideographic = ''] = name.split('=');
  const [first] = (ideographic.trim() || alphabetic.trim()).replaceAll('^', '');
  return first === undefined ? '' : `${first}**`;
}

const ownOf = ({ id, studyInstanceUid, beganAt, until }: Emergency, opens: readonly string[]) => ({
  ...{ id, studyInstanceUid, beganAt, until },
  studies: opens,
});
