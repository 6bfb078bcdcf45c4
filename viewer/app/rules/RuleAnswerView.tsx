import { useTranslation } from '../../i18n/index.ts';
import { ruleRoles, type Right, type Rule, type RuleAnswer } from '../../identity/index.ts';
import list from '../administration/list.module.css';
import { useRoleText } from '../session/index.ts';
import { ruleName, ruleRoleText } from './ruleTexts.ts';
import classes from './rules.module.css';

interface RuleAnswerViewProps {
  who: string;
  right: Right;
  answer: RuleAnswer;
  rules: readonly Rule[];
}

const codes = [
  'applies',
  'disabled',
  'anonymous',
  'role',
  'person',
  'person-institution',
  'person-department',
  'key',
  'study-needed',
  'institution',
  'department',
  'modality',
  'date',
  'patient',
  'not-granted',
  'referring-physician',
  'station',
  'address',
  'hours',
] as const;

/** Yes or no, by which rule, and what became of each. */
export function RuleAnswerView({ who, right, answer, rules }: RuleAnswerViewProps) {
  const { t } = useTranslation('rules');
  const roleText = useRoleText();
  const { allowed, by, considered, notAdmitted } = answer;
  const nameOf = (id: string): string => {
    if (id === 'break-glass') return t('test.emergency');
    if (id === 'grant') return t('test.grant');
    const rule = rules.find((one) => one.id === id);
    return rule ? ruleName(rule, t) : id;
  };
  const why = (): string => {
    if (notAdmitted) return t(`test.admission.${notAdmitted}`);
    if (by === null) return t('test.nothing');
    if (by === 'break-glass') return t('test.byEmergency');
    if (by === 'grant') return t('test.byGrant');
    return t(allowed ? 'test.by' : 'test.deniedBy', { rule: nameOf(by) });
  };
  const words = (code: string, texts: readonly string[]): string =>
    texts
      .filter((text) => text !== '')
      .map((text) => {
        const role = code === 'role' ? ruleRoles.find((one) => one === text) : undefined;
        return role ? ruleRoleText(role, { t, roleText }) : text;
      })
      .join(t('list')) || t('test.nothingFound');
  const because = ({ code, wanted, found }: RuleAnswer['considered'][number]['because']): string => {
    const known = codes.find((one) => one === code);
    return known
      ? t(`test.because.${known}`, { wanted: words(code, wanted), found: words(code, found) })
      : code;
  };
  const texts = { who, right: t(`rights.${right}`) };
  return (
    <>
      <div className={classes.verdict} role="status" data-allowed={allowed} data-by={by ?? ''}>
        <strong>{t(allowed ? 'test.yes' : 'test.no')}</strong>
        <span>
          {t(allowed ? 'test.yesText' : 'test.noText', texts)} {why()}
        </span>
      </div>
      {considered.length > 0 && (
        <div className={list.frame}>
          <table className={list.table} aria-label={t('test.considered')}>
            <tbody>
              {considered.map(({ rule, effect, matched, because: reason }) => (
                <tr key={rule} className={classes.considered} data-matched={matched} data-rule={rule}>
                  <td className={list.narrow}>
                    <b className={classes.effect} data-effect={effect}>
                      {t(`effect.${effect}`)}
                    </b>
                  </td>
                  <td>{nameOf(rule)}</td>
                  <td className={list.narrow}>{t(matched ? 'test.applied' : 'test.notApplied')}</td>
                  <td>{because(reason)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </>
  );
}
