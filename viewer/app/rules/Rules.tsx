import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from '../../i18n/index.ts';
import { enableRule, orderRules, type Rule } from '../../identity/index.ts';
import { Dialog } from '../../ui/index.ts';
import { LoadState } from '../administration/index.ts';
import list from '../administration/list.module.css';
import { RuleEditor } from './RuleEditor.tsx';
import { RuleTable } from './RuleTable.tsx';
import { ruleProblemText, useRules } from './useRules.ts';

/** The rules of this place, and those of the program; one of them, or a new one, in a dialog. */
export function Rules() {
  const { t } = useTranslation(['rules', 'common']);
  const { data, error, refetch } = useRules();
  const [edited, setEdited] = useState<Rule | 'new'>();
  const [problem, setProblem] = useState<string>();
  if (!data) return <LoadState error={error} retry={() => void refetch()} />;

  const own = data.rules.filter(({ builtIn }) => !builtIn);
  const attempt = async (change: () => Promise<unknown>): Promise<void> => {
    setProblem(undefined);
    try {
      await change();
    } catch (failure) {
      setProblem(ruleProblemText(failure, t));
    }
    await refetch();
  };
  const move = (rule: Rule, by: -1 | 1): void => {
    const before = own.map(({ id }) => id);
    const at = before.indexOf(rule.id);
    const after = before.filter((id) => id !== rule.id);
    after.splice(at + by, 0, rule.id);
    void attempt(() => orderRules(before, after));
  };
  const onEnable = (rule: Rule, enabled: boolean): void => void attempt(() => enableRule(rule, enabled));
  return (
    <>
      <div className={list.bar}>
        <p className={list.intro}>{t('intro')}</p>
        <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setEdited('new')}>
          {t('create')}
        </Button>
      </div>
      {problem !== undefined && (
        <p role="alert" className={list.failed}>
          {problem}
        </p>
      )}
      <h2 className={list.heading}>{t('ownTitle')}</h2>
      {own.length === 0 ? (
        <p className={list.dim}>{t('ownNone')}</p>
      ) : (
        <RuleTable rules={own} onEnable={onEnable} onEdit={setEdited} onMove={move} />
      )}
      <h2 className={list.heading}>
        {t('builtInTitle')} <span>{t('builtInHint')}</span>
      </h2>
      <RuleTable rules={data.rules.filter(({ builtIn }) => builtIn)} onEnable={onEnable} />
      <Dialog
        wide
        opened={edited !== undefined}
        onClose={() => setEdited(undefined)}
        title={edited === 'new' ? t('createTitle') : t('editTitle')}
        closeLabel={t('common:close')}
      >
        {edited !== undefined && (
          <RuleEditor
            key={edited === 'new' ? 'new' : `${edited.id} ${edited.version}`}
            rule={edited === 'new' ? undefined : edited}
            timeZone={data.timeZone}
            onDone={() => {
              setEdited(undefined);
              void refetch();
            }}
            onChangedMeanwhile={async () => {
              const now = (await refetch()).data?.rules ?? [];
              if (edited !== 'new') setEdited(now.find(({ id }) => id === edited.id));
            }}
          />
        )}
      </Dialog>
    </>
  );
}
