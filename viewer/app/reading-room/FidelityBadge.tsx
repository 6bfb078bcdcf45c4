import { Tooltip } from '@mantine/core';
import { useTranslation } from '../../i18n/index.ts';
import type { Fidelity, ReaderState } from '../../imaging/index.ts';
import classes from './FidelityBadge.module.css';

/** How true the picture is, in one word, with the reason on hover; and that the processor draws, where it does. */
export function FidelityBadge({ fidelity, engine }: { fidelity: Fidelity; engine: ReaderState['engine'] }) {
  const { t } = useTranslation('readingRoom');
  return (
    <span className={classes.badges}>
      {engine === 'cpu' && (
        <Tooltip label={t('cpuHint')} multiline w={280}>
          <span className={classes.badge} data-fidelity="cpu">
            {t('cpu')}
          </span>
        </Tooltip>
      )}
      <Tooltip label={t(`fidelityHint.${fidelity}`)}>
        <span className={classes.badge} data-fidelity={fidelity}>
          {t(`fidelity.${fidelity}`)}
        </span>
      </Tooltip>
    </span>
  );
}
