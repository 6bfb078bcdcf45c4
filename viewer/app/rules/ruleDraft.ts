import type { Rule, RuleInput } from '../../identity/index.ts';
import { isOfStudies } from './ruleTexts.ts';

export const emptyRule: RuleInput = {
  name: '',
  effect: 'allow',
  enabled: true,
  rights: ['read'],
  subjects: {},
  studies: {},
  circumstances: {},
};

export const inputOf = ({
  name,
  effect,
  enabled,
  rights,
  subjects,
  studies,
  circumstances,
}: Rule): RuleInput => ({
  ...{ name, effect, enabled, rights, subjects, studies, circumstances },
});

/** What is sent: without conditions that say nothing, and none of studies where it is about none. */
export function tidied(rule: RuleInput): RuleInput {
  const { dates, ...studies } = rule.studies;
  const { addresses, hours } = rule.circumstances;
  return {
    ...rule,
    name: rule.name.trim(),
    subjects: withoutEmpty(rule.subjects),
    studies: isOfStudies(rule.rights) ? withoutEmpty({ ...studies, dates: someOf(dates) }) : {},
    circumstances: withoutEmpty({ addresses: someOf(addresses), hours: someOf(hours) }),
  };
}

const someOf = <T extends object>(conditions: T | undefined): T | undefined => {
  const some = withoutEmpty(conditions ?? ({} as T));
  return Object.keys(some).length > 0 ? some : undefined;
};

function withoutEmpty<T extends object>(conditions: T): T {
  return Object.fromEntries(
    Object.entries(conditions).filter(
      ([, value]: [string, unknown]) =>
        value !== undefined && value !== '' && !(Array.isArray(value) && value.length === 0),
    ),
  ) as T;
}
