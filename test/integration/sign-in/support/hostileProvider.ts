import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, SignJWT, UnsecuredJWT, type JWTPayload } from 'jose';

/** What comes from its token endpoint. */
export type Answering =
  | { kind: 'signed'; claims?: JWTPayload; by?: 'its key' | 'another key' }
  | { kind: 'unsecured' | 'none' }
  | { kind: 'status'; status: number };

export interface HostileProvider {
  issuer: string;
  answering: Answering;
  /** The nonce that belongs to the sign-in; the browser brings it. */
  nonce: string;
  close(): Promise<void>;
}

/** Describes itself as a provider should, and then answers for tokens whatever a test wants. */
export async function startHostileProvider(clientId: string): Promise<HostileProvider> {
  const key = await generateKeyPair('RS256');
  const another = await generateKeyPair('RS256');
  const keys = [{ ...(await exportJWK(key.publicKey)), kid: 'k', alg: 'RS256', use: 'sig' }];
  const provider: HostileProvider = {
    ...{ issuer: '', answering: { kind: 'signed' }, nonce: '' },
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };

  async function idToken(): Promise<string | undefined> {
    const { answering, issuer, nonce } = provider;
    const now = Math.floor(Date.now() / 1000);
    const claims = { iss: issuer, aud: clientId, sub: 'mallory', iat: now, exp: now + 60, nonce };
    if (answering.kind === 'unsecured') return new UnsecuredJWT(claims).encode();
    if (answering.kind !== 'signed') return undefined;
    return new SignJWT({ ...claims, ...answering.claims })
      .setProtectedHeader({ alg: 'RS256', kid: 'k' })
      .sign((answering.by === 'another key' ? another : key).privateKey);
  }

  const server = createServer((request, response) => {
    const send = (status: number, body: unknown): void => {
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    };
    const { issuer, answering } = provider;
    if (request.url === '/.well-known/openid-configuration')
      return send(200, {
        ...{ issuer, authorization_endpoint: `${issuer}/authorize`, token_endpoint: `${issuer}/token` },
        ...{ jwks_uri: `${issuer}/keys`, response_types_supported: ['code'] },
        ...{ subject_types_supported: ['public'] },
        // It would like to.
        id_token_signing_alg_values_supported: ['RS256', 'none'],
      });
    if (request.url === '/keys') return send(200, { keys });
    if (answering.kind === 'status') return send(answering.status, {});
    void idToken().then((id_token) =>
      send(200, { access_token: 'x', token_type: 'Bearer', ...(id_token !== undefined && { id_token }) }),
    );
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  provider.issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return provider;
}
