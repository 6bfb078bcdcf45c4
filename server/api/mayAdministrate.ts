import { evaluateRules, type LiveSession, type Services } from '../../services/index.ts';

/** Whether somebody may change people and rules, from where they ask now. */
export async function mayAdministrate(
  { policy, clock }: Services,
  { principal }: LiveSession,
  address: string | undefined,
): Promise<boolean> {
  const { set } = await policy.current();
  return evaluateRules(set, principal, undefined, 'administrate', { address, at: clock() }).allowed;
}
