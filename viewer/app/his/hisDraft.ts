import type { EmbedAlgorithm, EmbedRole, His, HisInput, Person } from '../../identity/index.ts';

/** A HIS as it stands in the form: lists are lines. */
export interface HisDraft {
  name: string;
  issuer: string;
  algorithm: EmbedAlgorithm;
  /** Of a secret that is there nothing is known. */
  key: string;
  sm2Id: string;
  sm2Algorithm: string;
  audience: string;
  origins: string;
  institution: string;
  compare: boolean;
  download: boolean;
  defaultRole: EmbedRole;
  /** `<doctor in the HIS> = <login here>` */
  doctors: string;
  enabled: boolean;
}

export const emptyDraft: HisDraft = {
  ...{ name: '', issuer: '', algorithm: 'ES256', key: '', sm2Id: '', sm2Algorithm: '' },
  ...{ audience: 'yunying', origins: '', institution: '', compare: true, download: false },
  ...{ defaultRole: 'clinician', doctors: '', enabled: true },
};

export function draftOf(his: His, people: readonly Person[]): HisDraft {
  const { name, issuer, algorithm, audience, scope, defaultRole, enabled } = his;
  return {
    ...{ name, issuer, algorithm, audience, defaultRole, enabled },
    key: his.publicKey ?? '',
    sm2Id: his.sm2Id ?? '',
    sm2Algorithm: his.sm2Algorithm ?? '',
    origins: his.origins.join('\n'),
    institution: his.institution ?? '',
    compare: scope.modes.includes('compare'),
    download: scope.download,
    doctors: Object.entries(his.personMapping)
      .map(([doctor, id]) => `${doctor} = ${people.find((person) => person.id === id)?.login ?? id}`)
      .join('\n'),
  };
}

/** A line about doctors that is not understood. */
export class DoctorLineError extends Error {
  readonly line: string;

  constructor(line: string) {
    super(line);
    this.line = line;
  }
}

/**
 * What is sent: without spaces around it, empty lines and what is named twice.
 * @param his what is edited; undefined: a new one
 * @throws DoctorLineError for a line without ` = `, or with a login that nobody has
 */
export function inputOf(draft: HisDraft, his: His | undefined, people: readonly Person[]): HisInput {
  const isSm2 = draft.algorithm === 'SM2';
  const sameKey = his?.algorithm === draft.algorithm && draft.key === (his.publicKey ?? '');
  return {
    name: draft.name.trim(),
    issuer: draft.issuer.trim(),
    algorithm: draft.algorithm,
    ...(draft.key !== '' && !sameKey && { key: draft.key }),
    sm2Id: (isSm2 && draft.sm2Id.trim()) || null,
    sm2Algorithm: (isSm2 && draft.sm2Algorithm.trim()) || null,
    audience: draft.audience.trim(),
    origins: linesOf(draft.origins),
    institution: draft.institution.trim() || null,
    scope: { modes: draft.compare ? ['read', 'compare'] : ['read'], download: draft.download },
    defaultRole: draft.defaultRole,
    personMapping: Object.fromEntries(linesOf(draft.doctors).map((line) => doctorOf(line, people))),
    enabled: draft.enabled,
  };
}

function doctorOf(line: string, people: readonly Person[]): [string, string] {
  const [, doctor = '', login = ''] = /^(.+?)\s*=\s*(\S+)$/.exec(line) ?? [];
  const person = people.find((one) => one.login.toLowerCase() === login.toLowerCase() || one.id === login);
  if (!person) throw new DoctorLineError(line);
  return [doctor, person.id];
}

const linesOf = (text: string): string[] => [
  ...new Set(
    text
      .split('\n')
      .map((line) => line.trim())
      .filter(Boolean),
  ),
];
