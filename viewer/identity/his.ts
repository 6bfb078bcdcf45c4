import { ask, call } from './call.ts';

export const embedAlgorithms = ['HS256', 'RS256', 'ES256', 'SM2'] as const;
export type EmbedAlgorithm = (typeof embedAlgorithms)[number];

/** The roles that a HIS may give to its doctors. */
export const embedRoles = [
  'radiologist',
  'clinician',
  'technician',
  'consulting expert',
  'external',
] as const;
export type EmbedRole = (typeof embedRoles)[number];

/** A hospital information system that may embed the viewer, as it is entered. */
export interface HisInput {
  name: string;
  /** `iss` of its tokens */
  issuer: string;
  algorithm: EmbedAlgorithm;
  /** Left out: the one that is there stays. */
  key?: string;
  sm2Id: string | null;
  sm2Algorithm: string | null;
  /** `aud` of its tokens */
  audience: string;
  origins: readonly string[];
  /** null: any */
  institution: string | null;
  scope: { modes: readonly ('read' | 'compare')[]; download: boolean };
  defaultRole: EmbedRole;
  /** Ids of people by what the HIS calls its doctors. */
  personMapping: Readonly<Record<string, string>>;
  enabled: boolean;
}

export interface His extends Omit<HisInput, 'key'> {
  readonly id: string;
  /** null: a shared secret, which is shown to nobody */
  readonly publicKey: string | null;
  readonly createdAt: string;
  readonly version: number;
}

/** What would become of a token. */
export interface EmbedTrial {
  readonly ok: boolean;
  readonly problem?: string;
  /** More exactly, in English. */
  readonly detail?: string;
  readonly claims?: {
    readonly sub: string;
    readonly name?: string;
    readonly patientId: string;
    readonly mode: string;
    /** seconds since 1970 */
    readonly exp: number;
  };
  readonly studyInstanceUids?: readonly string[];
  readonly personId?: string;
}

const pathOf = (id: string): string => `/api/his/${encodeURIComponent(id)}`;

/** All of them. @throws DicomwebError */
export const listHis = (signal?: AbortSignal): Promise<His[]> => ask('/api/his', { signal });

/** @throws DicomwebError `issuer-taken`, `key`, `no-such-person`, `not-allowed` */
export const createHis = (input: HisInput): Promise<His> => ask('/api/his', { method: 'POST', body: input });

/** @param version the one that was edited @throws DicomwebError as `createHis`, and `changed-meanwhile` */
export const updateHis = (id: string, version: number, input: HisInput): Promise<His> =>
  ask(pathOf(id), { method: 'PUT', body: { version, his: input } });

/** Its sessions end. @throws DicomwebError */
export async function removeHis(id: string): Promise<void> {
  await call(pathOf(id), { method: 'DELETE' });
}

/** Says what would become of a token of this HIS; it is not used up. @throws DicomwebError */
export const tryToken = (id: string, token: string): Promise<EmbedTrial> =>
  ask(`${pathOf(id)}/trial`, { method: 'POST', body: { token } });
