import { useTranslation } from '../../i18n/index.ts';
import { ruleRoles, type RuleInput } from '../../identity/index.ts';
import { NamesField, namesAsSuggestions } from '../administration/index.ts';
import list from '../administration/list.module.css';
import { useRoleText } from '../session/index.ts';
import { Checks } from './Checks.tsx';
import { ruleRoleText } from './ruleTexts.ts';
import { useKeys, usePeople, useRuleWords } from './useRules.ts';

interface WhoFieldsProps {
  subjects: RuleInput['subjects'];
  onChange: (subjects: RuleInput['subjects']) => void;
}

/** Whom a rule is for. */
export function WhoFields({ subjects, onChange }: WhoFieldsProps) {
  const { t } = useTranslation('rules');
  const roleText = useRoleText();
  const { data: words } = useRuleWords();
  const { data: people } = usePeople();
  const { data: keys } = useKeys();
  const named = [
    ...(people ?? []).map(({ id, name, login }) => ({ value: id, label: `${name} (${login})` })),
    ...(keys ?? [])
      .filter(({ revokedAt }) => revokedAt === null)
      .map(({ id, name, prefix }) => ({ value: id, label: `${name} (${prefix})` })),
  ];
  return (
    <>
      <p className={list.hint}>{t('fields.whoHint')}</p>
      <Checks
        label={t('fields.roles')}
        options={ruleRoles.map((role) => ({ value: role, label: ruleRoleText(role, { t, roleText }) }))}
        values={subjects.roles ?? []}
        onChange={(roles) => onChange({ ...subjects, roles })}
      />
      <div className={list.fields}>
        <NamesField
          strict
          label={t('fields.people')}
          hint={t('fields.peopleHint')}
          suggestions={named}
          values={subjects.people ?? []}
          onChange={(chosen) => onChange({ ...subjects, people: chosen })}
        />
        <NamesField
          label={t('fields.personInstitutions')}
          suggestions={namesAsSuggestions(words?.institutions)}
          values={subjects.institutions ?? []}
          onChange={(institutions) => onChange({ ...subjects, institutions })}
        />
        <NamesField
          label={t('fields.personDepartments')}
          suggestions={namesAsSuggestions(words?.departments)}
          values={subjects.departments ?? []}
          onChange={(departments) => onChange({ ...subjects, departments })}
        />
      </div>
    </>
  );
}
