import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { DicomwebError } from '../../dicomweb/index.ts';
import { useLanguage, useTranslation } from '../../i18n/index.ts';
import { listKeys, listPeople, listRules, listRuleWords } from '../../identity/index.ts';
import { useRoleText } from '../session/index.ts';
import type { RuleWording } from './ruleTexts.ts';

export const useRules = () => useQuery({ queryKey: ['rules'], queryFn: ({ signal }) => listRules(signal) });
export const usePeople = () =>
  useQuery({ queryKey: ['people'], queryFn: ({ signal }) => listPeople(signal) });
export const useKeys = () => useQuery({ queryKey: ['keys'], queryFn: ({ signal }) => listKeys(signal) });
export const useRuleWords = () =>
  useQuery({ queryKey: ['rule-words'], queryFn: ({ signal }) => listRuleWords(signal), staleTime: 60_000 });

/** How rules are put into words here and now. */
export function useRuleWording(): RuleWording {
  const { t } = useTranslation('rules');
  const language = useLanguage();
  const roleText = useRoleText();
  const { data: people } = usePeople();
  const { data: keys } = useKeys();
  const names = useMemo(
    () => new Map([...(people ?? []), ...(keys ?? [])].map(({ id, name }) => [id, name])),
    [people, keys],
  );
  return { t, language, roleText, nameOf: (id) => names.get(id) ?? id };
}

const codes = ['locks-out', 'changed-meanwhile', 'no-such-rule'] as const;

/** Why a change was not made. */
export function ruleProblemText(error: unknown, t: RuleWording['t']): string {
  const code = error instanceof DicomwebError ? codes.find((one) => one === error.code) : undefined;
  if (code) return t(`problem.${code}`);
  return t('problem.invalid', { reason: error instanceof Error ? error.message : String(error) });
}
