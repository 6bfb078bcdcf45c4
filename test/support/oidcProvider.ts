import { createServer, type RequestListener } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { Provider } from 'oidc-provider';

export interface OidcAccount {
  name: string;
  preferred_username?: string;
  groups?: string[];
}

export interface TestProvider {
  issuer: string;
  /** What it has of people, by what they type at its page; to be changed by tests. */
  accounts: Map<string, OidcAccount>;
  close(): Promise<void>;
}

export const oidcClient = { id: 'yunying', secret: 'a secret of forty characters, and no fewer' };

/** A port that was free a moment ago. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

/** What the server needs to be told of it. */
export const oidcEnv = (issuer: string, port: number): Record<string, string> => ({
  ...{ AUTH: 'local,oidc', PORT: String(port), PUBLIC_URL: `http://127.0.0.1:${port}` },
  ...{ OIDC_ISSUER: issuer, OIDC_CLIENT_ID: oidcClient.id, OIDC_CLIENT_SECRET: oidcClient.secret },
});

/**
 * The certified `oidc-provider` on a free port of this machine, with its pages for trying out: any password is right.
 * @param publicUrl of the server that its people sign in to
 * @param host as which it is known, of this machine
 */
export async function startOidcProvider(
  publicUrl: string,
  accounts: Readonly<Record<string, OidcAccount>>,
  host = '127.0.0.1',
): Promise<TestProvider> {
  const known = new Map(Object.entries(accounts));
  let handle: RequestListener = () => undefined;
  const server = createServer((request, response) => handle(request, response)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const issuer = `http://${host}:${(server.address() as AddressInfo).port}`;
  const provider: Provider = new Provider(issuer, {
    clients: [
      {
        client_id: oidcClient.id,
        client_secret: oidcClient.secret,
        redirect_uris: [`${publicUrl}/api/session/oidc/callback`],
        post_logout_redirect_uris: [`${publicUrl}/sign-in`],
        response_types: ['code'],
        grant_types: ['authorization_code'],
      },
    ],
    pkce: { required: () => true },
    scopes: ['openid', 'profile', 'groups'],
    claims: { openid: ['sub'], profile: ['name', 'preferred_username'], groups: ['groups'] },
    cookies: { keys: ['of a test'] },
    features: { devInteractions: { enabled: true } },
    findAccount: (_context, sub) => {
      const account = known.get(sub);
      return account && { accountId: sub, claims: () => ({ sub, ...account }) };
    },
    // Of a hospital nobody asks people whether its viewer may know who they are.
    async loadExistingGrant({ oidc: { client, session } }) {
      const grant = new provider.Grant({ clientId: client?.clientId, accountId: session?.accountId });
      grant.addOIDCScope('openid profile groups');
      await grant.save();
      return grant;
    },
  });
  handle = provider.callback();
  return {
    issuer,
    accounts: known,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
