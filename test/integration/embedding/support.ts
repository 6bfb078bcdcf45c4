import { request } from 'undici';
import { byHmac, claimsOf, tokenOf } from '../../support/embedTokens.ts';
import { hospital, patient } from '../sign-in/support/principals.ts';
import type { SignInSystem, Visitor } from '../sign-in/support/signInSystem.ts';

export const secret = 'the shared secret of hospital A, 32+ bytes';

/** As an administrator enters it. */
export const hisA = {
  name: '门诊 HIS',
  issuer: 'his-a',
  algorithm: 'HS256',
  key: secret,
  audience: 'yunying',
  origins: ['https://his.hospital.example'],
  institution: hospital as string | null,
  scope: { modes: ['read', 'compare'], download: false },
  defaultRole: 'clinician',
  personMapping: {} as Record<string, string>,
  enabled: true,
};

export interface Registered {
  id: string;
  version: number;
}

export async function register(administrator: Visitor, his: object = hisA): Promise<Registered> {
  const reply = await administrator.post('/api/his', his);
  if (reply.status !== 201) throw new Error(JSON.stringify(reply.body));
  return reply.body as Registered;
}

export interface Opened {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  html: string;
  /** What the page finds in itself. */
  session: { token: string; studyInstanceUids: string[]; mode: string; origins: string[] } | undefined;
}

/** As the form in a page of the HIS does it. */
export async function postToken(url: string, token: string): Promise<Opened> {
  const reply = await request(`${url}/embed`, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      origin: 'https://his.hospital.example',
      'sec-fetch-site': 'cross-site',
    },
    body: new URLSearchParams({ token }).toString(),
  });
  return openedBy(reply.statusCode, reply.headers, await reply.body.text());
}

export async function getToken(url: string, token: string): Promise<Opened> {
  const reply = await request(`${url}/embed?token=${token}`);
  return openedBy(reply.statusCode, reply.headers, await reply.body.text());
}

function openedBy(status: number, headers: Opened['headers'], html: string): Opened {
  const [, json] = /<script type="application\/json" id="session">(.*?)<\/script>/.exec(html) ?? [];
  return { status, headers, html, session: json === undefined ? undefined : JSON.parse(json) };
}

/** A good token of `hisA`, but for what is given. */
export const goodToken = (system: Pick<SignInSystem, 'clock'>, claims: object, header: object = {}): string =>
  tokenOf(
    { alg: 'HS256', typ: 'JWT', ...header },
    claimsOf(system.clock.ms, { patientId: patient, ...claims }),
    byHmac(secret),
  );
