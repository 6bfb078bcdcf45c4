/** What is done with accounts, each with its sessions and its place in the audit trail. */
export type { AccountTools } from './AccountTools.ts';
export { actorOf, audited, doerOf, type Doer } from './audited.ts';
export { endAndTell, endSession, endSessionsOf } from './endSession.ts';
export { OwnAccount, type Me } from './OwnAccount.ts';
export { PeopleDesk } from './PeopleDesk.ts';
export { keepServiceKey, readServiceKey, serviceKeyFile } from './serviceKey.ts';
export { OidcDesk, oidcFlowMs, type OidcProblem } from './OidcDesk.ts';
export { SignInDesk, type Client, type SignInAnswer } from './SignInDesk.ts';
