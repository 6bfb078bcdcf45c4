import { IconArrowDown, IconArrowUp, IconPencil } from '@tabler/icons-react';
import { useTranslation } from '../../i18n/index.ts';
import type { Rule } from '../../identity/index.ts';
import { IconButton } from '../../ui/index.ts';
import list from '../administration/list.module.css';
import { ruleName, ruleTexts } from './ruleTexts.ts';
import classes from './rules.module.css';
import { useRuleWording } from './useRules.ts';

interface RuleTableProps {
  rules: readonly Rule[];
  onEnable: (rule: Rule, enabled: boolean) => void;
  /** Without it they cannot be changed. */
  onEdit?: (rule: Rule) => void;
  onMove?: (rule: Rule, by: -1 | 1) => void;
}

const icon = { size: 16, stroke: 1.6, 'aria-hidden': true } as const;

/** Rules in plain words, in their order. */
export function RuleTable({ rules, onEnable, onEdit, onMove }: RuleTableProps) {
  const { t } = useTranslation('rules');
  const wording = useRuleWording();
  const time = new Intl.DateTimeFormat(wording.language, { dateStyle: 'short', timeStyle: 'short' });
  return (
    <div className={list.frame}>
      <table className={list.table}>
        <thead>
          <tr>
            <th scope="col">{t('columns.rule')}</th>
            <th scope="col">{t('columns.who')}</th>
            <th scope="col">{t('columns.what')}</th>
            <th scope="col">{t('columns.which')}</th>
            <th scope="col">{t('columns.when')}</th>
            <th scope="col">{t('columns.state')}</th>
            {onEdit && <th scope="col" aria-label={t('edit')} />}
          </tr>
        </thead>
        <tbody>
          {rules.map((rule, index) => {
            const { who, what, which, when } = ruleTexts(rule, wording);
            const name = ruleName(rule, t);
            return (
              <tr key={rule.id} data-rule={rule.id} data-off={!rule.enabled} className={classes.row}>
                <td>
                  <strong>{name}</strong>
                  {rule.changedAt !== null && (
                    <small>
                      {t('changed', {
                        name: rule.changedBy ?? '–',
                        at: time.format(new Date(rule.changedAt)),
                      })}
                    </small>
                  )}
                </td>
                <td>{who}</td>
                <td>
                  <b className={classes.effect} data-effect={rule.effect}>
                    {t(`effect.${rule.effect}`)}
                  </b>{' '}
                  {what}
                </td>
                <td>{which}</td>
                <td>{when}</td>
                <td className={list.narrow}>
                  <input
                    type="checkbox"
                    role="switch"
                    aria-label={t('enabledOf', { name })}
                    checked={rule.enabled}
                    onChange={({ currentTarget }) => onEnable(rule, currentTarget.checked)}
                  />
                </td>
                {onEdit && (
                  <td className={list.narrow}>
                    <IconButton
                      label={t('edit')}
                      icon={<IconPencil {...icon} />}
                      onClick={() => onEdit(rule)}
                    />
                    <IconButton
                      label={t('up')}
                      icon={<IconArrowUp {...icon} />}
                      disabled={index === 0}
                      onClick={() => onMove?.(rule, -1)}
                    />
                    <IconButton
                      label={t('down')}
                      icon={<IconArrowDown {...icon} />}
                      disabled={index === rules.length - 1}
                      onClick={() => onMove?.(rule, 1)}
                    />
                  </td>
                )}
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
