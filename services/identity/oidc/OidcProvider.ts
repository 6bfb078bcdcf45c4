import * as client from 'openid-client';
import type { Role } from '../../access/index.ts';
import { identityOf, type ExternalIdentity } from './identityOf.ts';

/** A provider of OpenID Connect, and what we are to it. */
export interface OidcConfig {
  /** Where its description is found, with `/.well-known/openid-configuration` behind it. */
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** Where it sends people back to; it has to know it. */
  readonly redirectUrl: string;
  /** separated by spaces */
  readonly scopes: string;
  /** Whom a claim gives which role, the first that fits; undefined: administrators give roles. */
  readonly roles?: OidcRoles | undefined;
  /** Of people who come for the first time. `*`: all */
  readonly institutions: readonly string[];
  /** Where it sends people to whom it has signed out; undefined: who signs out here stays signed in there. */
  readonly signedOutUrl?: string | undefined;
}

export interface OidcRoles {
  readonly claim: string;
  readonly roles: readonly { readonly value: string; readonly role: Exclude<Role, 'external' | 'service'> }[];
}

/** Whom the provider has to send back with the same, or they are not the ones who went there. */
export interface OidcSecrets {
  readonly state: string;
  readonly nonce: string;
  /** RFC 7636 */
  readonly verifier: string;
}

export class OidcError extends Error {
  override readonly name = 'OidcError';
  readonly problem: /** it does not answer */ 'away' | /** by the person */ 'cancelled' | 'refused';

  constructor(problem: OidcError['problem'], message: string, cause: unknown) {
    super(message, { cause });
    this.problem = problem;
  }
}

/** Clocks of two servers may be so far apart. */
const clockSeconds = 30;
const timeoutSeconds = 10;
/** Its description is read anew so often. */
const describedMs = 3_600_000;

/**
 * Signing in at a provider of OpenID Connect: authorization code flow with PKCE (RFC 7636), state and nonce. The ID token's signature is
 * checked whatever way it came.
 */
export class OidcProvider {
  readonly #config: OidcConfig;
  #described: { until: number; configuration: Promise<client.Configuration> } | undefined;

  constructor(config: OidcConfig) {
    this.#config = config;
  }

  get issuer(): string {
    return this.#config.issuer;
  }

  /** @returns where to send the browser @throws OidcError `away` */
  async begin(): Promise<{ address: string; secrets: OidcSecrets }> {
    const configuration = await this.#describe();
    const secrets = {
      state: client.randomState(),
      nonce: client.randomNonce(),
      verifier: client.randomPKCECodeVerifier(),
    };
    const address = client.buildAuthorizationUrl(configuration, {
      redirect_uri: this.#config.redirectUrl,
      scope: this.#config.scopes,
      response_type: 'code',
      state: secrets.state,
      nonce: secrets.nonce,
      code_challenge: await client.calculatePKCECodeChallenge(secrets.verifier),
      code_challenge_method: 'S256',
    });
    return { address: address.href, secrets };
  }

  /**
   * @param answer the query that the browser came back with
   * @throws OidcError; nothing of it is for the browser but `problem`
   */
  async finish(answer: URLSearchParams, secrets: OidcSecrets): Promise<ExternalIdentity> {
    const configuration = await this.#describe();
    try {
      const tokens = await client.authorizationCodeGrant(
        configuration,
        new URL(`${this.#config.redirectUrl}?${answer}`),
        {
          expectedState: secrets.state,
          expectedNonce: secrets.nonce,
          pkceCodeVerifier: secrets.verifier,
          idTokenExpected: true,
        },
      );
      const claims = tokens.claims();
      if (!claims) throw new OidcError('refused', 'there is no ID token', undefined);
      // Many tell names and groups here alone.
      const more = configuration.serverMetadata().userinfo_endpoint
        ? await client.fetchUserInfo(configuration, tokens.access_token, claims.sub)
        : {};
      return identityOf({ ...more, ...claims }, this.#config);
    } catch (error) {
      throw oidcError(error);
    }
  }

  /** Where people sign out of the provider, if that is wanted and it has such a place. Never throws. */
  async signOutAddress(): Promise<string | undefined> {
    const { signedOutUrl } = this.#config;
    if (signedOutUrl === undefined) return undefined;
    try {
      const configuration = await this.#describe();
      if (configuration.serverMetadata().end_session_endpoint === undefined) return undefined;
      return client.buildEndSessionUrl(configuration, { post_logout_redirect_uri: signedOutUrl }).href;
    } catch {
      // Signed out here they are.
      return undefined;
    }
  }

  /** Asked for once, for all who want it; what failed is asked for again by the next. */
  #describe(): Promise<client.Configuration> {
    if (this.#described && Date.now() < this.#described.until) return this.#described.configuration;
    const configuration = this.#discover();
    this.#described = { until: Date.now() + describedMs, configuration };
    configuration.catch(() => (this.#described = undefined));
    return configuration;
  }

  async #discover(): Promise<client.Configuration> {
    const { issuer, clientId, clientSecret } = this.#config;
    const url = new URL(issuer);
    try {
      return await client.discovery(
        url,
        clientId,
        { [client.clockTolerance]: clockSeconds },
        authentication(clientSecret),
        {
          timeout: timeoutSeconds,
          execute: [
            client.enableNonRepudiationChecks,
            // The configuration takes such an issuer on this machine alone.
            ...(url.protocol === 'http:' ? [client.allowInsecureRequests] : []),
          ],
        },
      );
    } catch (error) {
      // Whatever it is, nobody can sign in there now.
      throw new OidcError('away', `The provider at ${issuer} cannot be used: ${reasonOf(error)}`, error);
    }
  }
}

/** As RFC 6749 2.3.1 has it, unless the provider takes the secret in the body alone. */
function authentication(secret: string): client.ClientAuth {
  const [basic, post] = [client.ClientSecretBasic(secret), client.ClientSecretPost(secret)];
  return (server, ...rest) => {
    const methods = server.token_endpoint_auth_methods_supported;
    const onlyPost = methods?.includes('client_secret_post') && !methods.includes('client_secret_basic');
    (onlyPost ? post : basic)(server, ...rest);
  };
}

function oidcError(error: unknown): OidcError {
  if (error instanceof OidcError) return error;
  const problem = isAway(error)
    ? 'away'
    : error instanceof client.AuthorizationResponseError && error.error === 'access_denied'
      ? 'cancelled'
      : 'refused';
  return new OidcError(problem, reasonOf(error), error);
}

/** It did not answer, not in time, or that it cannot now. */
function isAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { code, cause } = error as { code?: unknown; cause?: unknown };
  if (code === 'OAUTH_TIMEOUT') return true;
  // Of `fetch`, where there was no connection.
  if (error instanceof TypeError) return code === undefined;
  return cause instanceof Response && cause.status >= 500;
}

/** For the log and the audit trail: never what was sent, which may hold tokens. */
function reasonOf(error: unknown): string {
  if (error instanceof client.AuthorizationResponseError || error instanceof client.ResponseBodyError)
    return `${error.error}`.slice(0, 100);
  if (!(error instanceof Error)) return 'unknown';
  const { code } = error as { code?: unknown };
  const within = error.cause instanceof Error ? `: ${error.cause.message}` : '';
  return `${typeof code === 'string' ? `${code}: ` : ''}${error.message}${within}`.slice(0, 300);
}
