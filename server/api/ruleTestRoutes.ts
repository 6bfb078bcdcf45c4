import { z } from 'zod';
import { HttpProblem, type RouteTable } from '../../dicomweb-proxy/index.ts';
import {
  evaluateRules,
  isAddressRange,
  rights,
  studyRights,
  type Explanation,
  type StudyFacts,
} from '../../services/index.ts';
import { factsReader } from '../studyFacts.ts';
import { doerIn, isId, liveOf, type ApiParts } from './apiParts.ts';
import { readBody } from './readBody.ts';

const id = z.string().refine(isId, 'an id');
const question = z.strictObject({
  subject: z.union([z.strictObject({ person: id }), z.strictObject({ key: id })]),
  right: z.enum(rights),
  /** Study Instance UID; none for what is not about a study */
  study: z
    .string()
    .regex(/^[\d.]{1,64}$/, 'a UID')
    .optional(),
  /** none: that of who asks */
  address: z
    .string()
    .trim()
    .refine((text) => isAddressRange(text) && !text.includes('/'), 'an IP address')
    .optional(),
  /** none: now */
  at: z.iso.datetime({ offset: true }).optional(),
});

const wordsAtMost = 500;

/** What comes of the rules: for one question, by the function that decides; and the words that occur in the archive. */
export function ruleTestRoutes(routes: RouteTable, parts: ApiParts): void {
  const { services, place, studies } = parts;
  const rule = { right: 'administrate' } as const;
  const factsOf = factsReader();

  routes.add({
    method: 'POST',
    path: '/rules/test',
    rule,
    async handler(_checked, request, response) {
      const { subject, right, study, address, at } = await readBody(request, question);
      const { departments, set } = await services.policy.current();
      const record = study === undefined ? undefined : await studies.find(study);
      const isOfStudy = (studyRights as readonly string[]).includes(right);
      if (study !== undefined && !record)
        throw new HttpProblem(404, 'no-such-study', 'There is no such study in the archive');
      if (isOfStudy && !record)
        throw new HttpProblem(422, 'not-allowed', `study: for ${right} it has to be said of which study`);
      const facts = isOfStudy && record ? factsOf(record, departments) : undefined;
      const own = place.addressOf(request);
      const explained = await services.ruleDesk.explain(doerIn(request, parts), {
        ...{ subject, right, facts },
        circumstances: {
          address: address ?? own,
          at: at === undefined ? services.clock() : Date.parse(at),
        },
      });
      if (!explained) throw new HttpProblem(404, 'no-such-person', 'There is nobody of this id');
      const circumstances = { address: own, at: services.clock() };
      const mayRead =
        facts !== undefined &&
        evaluateRules(set, liveOf(request).principal, facts, 'read', circumstances).allowed;
      response.json(answerOf(explained, facts, mayRead));
    },
  });

  routes.add({
    method: 'GET',
    path: '/rules/words',
    rule,
    async handler(_checked, _request, response) {
      const { departments } = await services.policy.current();
      const facts = (await studies.all()).map((study) => factsOf(study, departments));
      const people = await services.people.list();
      response.json({
        institutions: words(
          facts.map(({ institution }) => institution),
          people.flatMap(({ institutions }) => institutions),
        ),
        departments: words(
          facts.map(({ department }) => department),
          people.flatMap((person) => person.departments),
        ),
        modalities: words(facts.flatMap(({ modalities }) => modalities)),
        stations: words(facts.flatMap(({ stations }) => stations)),
      });
    },
  });
}

/** What is asked of the study is not told to who may not see it, as they could ask their way through it. */
function answerOf(
  { allowed, by, considered, notAdmitted, principal }: Explanation,
  facts: StudyFacts | undefined,
  mayRead: boolean,
) {
  const ofStudy = facts !== undefined && !mayRead;
  return {
    ...{ allowed, by: by ?? null, notAdmitted: notAdmitted ?? null },
    considered: considered.map(({ because: { code, wanted, found }, ...one }) => ({
      ...one,
      because: {
        code,
        wanted: wanted ?? [],
        found: ofStudy && aboutStudies.has(code) ? [] : (found ?? []),
      },
    })),
    who: principal && {
      role: principal.role ?? null,
      institutions: principal.institutions,
      departments: principal.departments,
      patients: principal.ownPatients.size,
    },
    study:
      facts && mayRead
        ? {
            institution: facts.institution,
            department: facts.department,
            modalities: facts.modalities,
            date: facts.date,
          }
        : null,
  };
}

const aboutStudies: ReadonlySet<string> = new Set([
  'institution',
  'department',
  'modality',
  'date',
  'patient',
  'referring-physician',
  'station',
]);

const words = (...lists: readonly (readonly string[])[]): string[] =>
  [...new Set(lists.flat())]
    .filter((text) => text !== '' && text !== '*')
    .sort((a, b) => a.localeCompare(b, 'zh-CN'))
    .slice(0, wordsAtMost);
