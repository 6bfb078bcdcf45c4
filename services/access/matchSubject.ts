import type { Because } from './Because.ts';
import type { Principal } from './Principal.ts';
import type { Rule } from './Rule.ts';
import { comparable } from './StudyFacts.ts';

/** Why a rule is not for somebody; undefined: it is. */
export function subjectFails(rule: Rule, principal: Principal): Because | undefined {
  if (principal.kind === 'anonymous') return { code: 'anonymous' };
  const { ruleIds } = principal;
  if (ruleIds !== undefined && rule.effect === 'allow')
    // What a key may do is what was named when it was made, whoever else the rules are for.
    return ruleIds.has(rule.id) ? undefined : { code: 'key', wanted: [rule.id], found: [...ruleIds] };
  const { roles, people, institutions, departments } = rule.subjects;
  // Also of rules that are for everybody.
  if (principal.role === 'none') return { code: 'role', wanted: roles ?? [], found: ['none'] };
  if (roles && !(principal.role && roles.includes(principal.role)))
    return { code: 'role', wanted: roles, found: principal.role ? [principal.role] : [] };
  if (people && !people.includes(principal.id)) return { code: 'person', found: [principal.id] };
  if (institutions && !shareOne(institutions, principal.institutions))
    return { code: 'person-institution', wanted: institutions, found: principal.institutions };
  if (departments && !shareOne(departments, principal.departments))
    return { code: 'person-department', wanted: departments, found: principal.departments };
  return undefined;
}

/** `*` of a person stands for every institution. */
const shareOne = (wanted: readonly string[], found: readonly string[]): boolean =>
  found.includes('*') || wanted.some((one) => found.some((other) => comparable(one) === comparable(other)));
