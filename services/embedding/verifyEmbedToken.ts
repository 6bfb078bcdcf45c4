import { compactVerify, errors } from 'jose';
import { defaultSm2Id, tokenHash, verifySm2 } from '../crypto/index.ts';
import { embedClaims, type EmbedClaims } from './embedClaims.ts';
import type { EmbedKey } from './embedKey.ts';

/** A HIS as far as its tokens are concerned. */
export interface EmbedIssuer {
  readonly id: string;
  /** `iss` of its tokens */
  readonly issuer: string;
  /** `aud` of its tokens: what it calls us */
  readonly audience: string;
  readonly enabled: boolean;
  readonly key: EmbedKey;
  /** SM2: the identity it signs with; undefined: the one everybody uses. */
  readonly sm2Id?: string | undefined;
  /** SM2: `alg` of its headers, as no name is registered; undefined: SM2. */
  readonly sm2Algorithm?: string | undefined;
}

/** Where HIS are looked up, and tokens crossed off. */
export interface EmbedTokenStore {
  issuer(name: string): Promise<EmbedIssuer | undefined>;
  /**
   * Crosses a token off, in one step for all processes: true for whoever is first.
   * @param token.expiresAt from then on it is refused as expired, and may be forgotten
   */
  use(token: { hisId: string; jtiHash: Buffer; expiresAt: Date }): Promise<boolean>;
}

export type EmbedTokenProblem =
  | 'too-long'
  | 'not-a-token'
  | 'header'
  | 'unknown-issuer'
  | 'disabled'
  | 'algorithm'
  | 'signature'
  | 'claims'
  | 'audience'
  | 'too-long-lived'
  | 'not-yet'
  | 'expired'
  | 'used';

export type EmbedTokenVerdict =
  | { readonly ok: true; readonly his: EmbedIssuer; readonly claims: EmbedClaims }
  | {
      readonly ok: false;
      readonly problem: EmbedTokenProblem;
      /** For the audit trail: what exactly is wrong; nothing of the token's values but names of its fields. */
      readonly detail: string;
      /** The HIS it says it is from. It says so: only after the signature is it true. */
      readonly claimedHis: string | undefined;
    };

/** In characters. */
export const longestEmbedToken = 4096;
/** In seconds, from `iat` to `exp`. */
export const longestEmbedLife = 300;
/** In seconds: how far the clocks of HIS and proxy may be apart. */
export const clockSkew = 30;

/**
 * Verifies a token by which a HIS opens the viewer: a JWS in compact form (RFC 7515) with the claims of `embedClaims`,
 * signed with the one algorithm and key registered for its issuer, at most five minutes old, taken once.
 * @param now milliseconds since 1970
 */
export async function verifyEmbedToken(
  token: unknown,
  store: EmbedTokenStore,
  now: number,
): Promise<EmbedTokenVerdict> {
  if (typeof token !== 'string') return bad('not-a-token', 'it is not a text');
  if (token.length > longestEmbedToken)
    return bad('too-long', `it has more than ${longestEmbedToken} characters`);
  const [, head = '', body = '', signature = ''] =
    /^([A-Za-z0-9_-]+)\.([A-Za-z0-9_-]+)\.([A-Za-z0-9_-]+)$/.exec(token) ?? [];
  const header = jsonObject(head);
  const payload = jsonObject(body);
  if (!header || !payload) return bad('not-a-token', 'it is not a signed JWT in compact form');

  const surplus = Object.keys(header).find((name) => !allowedInHeader.has(name));
  // jwk, jku, x5u, x5c: the token must not bring the key it is verified with; crit, b64, zip: no extension is meant.
  if (surplus !== undefined) return bad('header', `the header parameter ${shown(surplus)} is not taken`);
  if (header.typ !== undefined && !(typeof header.typ === 'string' && /^jwt$/i.test(header.typ)))
    return bad('header', 'typ is not JWT');
  if (typeof header.alg !== 'string') return bad('algorithm', 'alg is missing');

  if (typeof payload.iss !== 'string') return bad('unknown-issuer', 'iss is missing');
  const his = await store.issuer(payload.iss);
  if (!his) return bad('unknown-issuer', 'iss is not a registered HIS');
  if (!his.enabled) return bad('disabled', 'the HIS is switched off', his);
  if (header.alg !== algorithmOf(his))
    return bad('algorithm', 'alg is not the one registered for the HIS', his);
  if (!(await isSigned(his, token, `${head}.${body}`, signature)))
    return bad('signature', 'the signature is not that of the HIS', his);
  return takeOnce(his, payload, store, now);
}

/** What a token says, once it is certain that its HIS says it. */
async function takeOnce(
  his: EmbedIssuer,
  payload: Record<string, unknown>,
  store: EmbedTokenStore,
  now: number,
): Promise<EmbedTokenVerdict> {
  const parsed = embedClaims.safeParse(payload);
  if (!parsed.success) return bad('claims', problemsOf(parsed.error.issues), his);
  const claims = parsed.data;
  if (claims.aud !== his.audience) return bad('audience', 'aud is not the one registered for the HIS', his);
  const seconds = now / 1000;
  if (claims.exp <= claims.iat) return bad('claims', 'exp is not after iat', his);
  if (claims.exp - claims.iat > longestEmbedLife)
    return bad('too-long-lived', `exp is more than ${longestEmbedLife} s after iat`, his);
  if (claims.iat > seconds + clockSkew || (claims.nbf ?? 0) > seconds + clockSkew)
    return bad('not-yet', 'iat or nbf lies ahead; are the clocks set?', his);
  if (seconds >= claims.exp + clockSkew) return bad('expired', 'exp is over', his);

  const isFirst = await store.use({
    hisId: his.id,
    jtiHash: tokenHash(claims.jti),
    expiresAt: new Date((claims.exp + clockSkew) * 1000),
  });
  return isFirst ? { ok: true, his, claims } : bad('used', 'a token with this jti was taken before', his);
}

const bad = (problem: EmbedTokenProblem, detail: string, his?: EmbedIssuer): EmbedTokenVerdict => ({
  ok: false,
  problem,
  detail,
  claimedHis: his?.id,
});

const allowedInHeader = new Set(['alg', 'typ', 'kid']);

const algorithmOf = ({ key, sm2Algorithm }: EmbedIssuer): string =>
  key.algorithm === 'SM2' ? (sm2Algorithm ?? 'SM2') : key.algorithm;

async function isSigned(
  his: EmbedIssuer,
  token: string,
  signed: string,
  signature: string,
): Promise<boolean> {
  const { key, sm2Id = defaultSm2Id } = his;
  if (key.algorithm === 'SM2')
    return verifySm2(Buffer.from(signed, 'ascii'), Buffer.from(signature, 'base64url'), key.key, {
      id: sm2Id,
    });
  try {
    await compactVerify(token, key.key, { algorithms: [key.algorithm] });
    return true;
  } catch (error) {
    if (error instanceof errors.JOSEError) return false;
    throw error;
  }
}

/** One part of a token; undefined where it is not a JSON object in UTF-8 and base64url. */
function jsonObject(part: string): Record<string, unknown> | undefined {
  try {
    const json: unknown = JSON.parse(utf8.decode(Buffer.from(part, 'base64url')));
    return typeof json === 'object' && json !== null && !Array.isArray(json)
      ? (json as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** Names come from whoever sent the token: short, and nothing that could end a line of a log. */
const shown = (name: string): string => name.replace(/[^\w-]/g, '?').slice(0, 40);

const problemsOf = (
  issues: readonly { path: PropertyKey[]; message: string; code?: string; keys?: string[] }[],
): string =>
  issues
    .map((issue) =>
      issue.code === 'unrecognized_keys'
        ? `not known: ${(issue.keys ?? []).map(shown).join(', ')}`
        : `${issue.path.map(String).map(shown).join('.')}: ${issue.message}`,
    )
    .join('; ')
    .slice(0, 500);
