/** People, how they sign in, their sessions, and keys of programs. */
export {
  hasAdministrator,
  People,
  roleOf,
  PersonError,
  type ExternalId,
  type PeopleTools,
  type Person,
} from './People.ts';
export { ExternalPeople } from './ExternalPeople.ts';
export { OidcError, OidcProvider, type OidcConfig, type OidcRoles } from './oidc/OidcProvider.ts';
export { identityOf, type ExternalIdentity } from './oidc/identityOf.ts';
export { passwordProblem, personInput, shortestPassword, type PersonInput } from './personInput.ts';
export { SeenSessions } from './SeenSessions.ts';
export { Sessions, type Session, type SessionOwner, type SessionStart } from './Sessions.ts';
export {
  SessionCache,
  type KeptDecision,
  type LiveSession,
  type SessionCacheOptions,
} from './SessionCache.ts';
export { Tickets, ticketMs } from './Tickets.ts';
export { personPrincipal, principalOf, principalsOf, type GivenGrant, type GrantsOf } from './principalOf.ts';
export { SignIn, type SignInRefusal, type SignInResult, type SignInTools } from './SignIn.ts';
export { nextSignInState, signInSteps, type SignInEvent, type SignInState } from './signInStates.ts';
export { newTotpSecret, totpUri, verifyTotp, type TotpVerdict } from './totp.ts';
export { OneTimeCodes, type CodePurpose, type CodeVerdict } from './oneTimeCodes.ts';
export {
  anotherAdministratorToken,
  createFirstAdministrator,
  firstAdministratorToken,
} from './firstAdministrator.ts';
export {
  ApiKeys,
  keyInput,
  keyProblem,
  principalOfKey,
  sessionOfKey,
  type ApiKey,
  type ApiKeyInput,
  type ApiKeyVerdict,
} from './apiKeys.ts';
export { raisePolicyEpoch, topics } from './policyEpoch.ts';
export { maskedPhone, phoneNumber } from './phoneNumber.ts';
export { SmsError, smsText, type SmsMessage, type SmsNotice, type SmsProvider } from './sms/SmsProvider.ts';
export { outboxProvider } from './sms/outbox.ts';
export { httpProvider, type HttpSmsOptions } from './sms/http.ts';
