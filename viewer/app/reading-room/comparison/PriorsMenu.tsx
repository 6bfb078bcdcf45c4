import { IconColumns2 } from '@tabler/icons-react';
import { useTranslation } from '../../../i18n/index.ts';
import type { Reader } from '../../../imaging/index.ts';
import { Dropdown, IconButton } from '../../../ui/index.ts';
import { icon } from '../toolbar/icon.ts';
import { PriorRows } from './PriorRows.tsx';
import { useComparison } from './useComparison.ts';
import classes from './comparison.module.css';

/** The button that says how many other studies there are, and lists them. */
export function PriorsMenu({ reader }: { reader: Reader }) {
  const { t } = useTranslation('comparison');
  const { priors, studies } = useComparison(reader);
  return (
    <Dropdown
      label={t('menu')}
      renderTarget={(target) => (
        <span className={classes.counted}>
          <IconButton
            size="lg"
            label={t('menu')}
            active={studies.length > 0}
            icon={<IconColumns2 {...icon} />}
            {...target}
          />
          {priors && priors.length > 0 && <i aria-hidden>{priors.length}</i>}
        </span>
      )}
    >
      {(close) => (
        <div className={classes.menu}>
          <h3>{t('others')}</h3>
          <PriorRows reader={reader} onChosen={close} />
        </div>
      )}
    </Dropdown>
  );
}
