import type { Kysely } from 'kysely';
import {
  createRuleSet,
  evaluateRules,
  type Circumstances,
  type Principal,
  type Right,
  type Rule,
} from '../access/index.ts';
import type { Schema } from '../database/index.ts';
import { roleOf } from '../identity/index.ts';

export interface WhoMayOptions {
  timeZone: string;
  /** From where and when; undefined: from somewhere, at some time. */
  circumstances?: Circumstances | undefined;
}

/**
 * Ids of those who can sign in and are permitted, by these rules, what is about no study.
 * @param within the database, or the transaction in which it is changed
 */
export async function whoMay(
  within: Kysely<Schema>,
  rules: readonly Rule[],
  right: Right,
  { timeZone, circumstances }: WhoMayOptions,
): Promise<string[]> {
  const set = createRuleSet(circumstances ? rules : atSomeTime(rules), { timeZone });
  const people = await within
    .selectFrom('person')
    .select(['id', 'role', 'institutions', 'departments'])
    .where('disabled_at', 'is', null)
    .execute();
  const may = people.filter(({ id, role, institutions, departments }) => {
    const principal: Principal = {
      ...{ kind: 'person', id, role: roleOf(role), institutions, departments },
      ownPatients: new Set(),
      given: [],
    };
    const asked = circumstances ?? { address: undefined, at: 0 };
    return evaluateRules(set, principal, undefined, right, asked).allowed;
  });
  return may.map(({ id }) => id);
}

/** Whether anybody may administrate. */
export const isAdministrable = async (
  within: Kysely<Schema>,
  rules: readonly Rule[],
  options: WhoMayOptions,
): Promise<boolean> => (await whoMay(within, rules, 'administrate', options)).length > 0;

/** What allows sometimes allows; what denies only sometimes does not always. */
const atSomeTime = (rules: readonly Rule[]): Rule[] =>
  rules
    .filter(({ effect, circumstances }) => effect === 'allow' || !isConditional(circumstances))
    .map((rule) => ({ ...rule, circumstances: {} }));

const isConditional = ({ addresses, hours }: Rule['circumstances']): boolean =>
  [addresses, hours].some((condition) => condition?.within !== undefined || condition?.outside !== undefined);
