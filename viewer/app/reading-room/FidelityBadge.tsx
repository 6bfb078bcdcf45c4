import { memo } from 'react';
import { Tooltip } from '@mantine/core';
import { useTranslation } from '../../i18n/index.ts';
import type { Fidelity, ReaderState } from '../../imaging/index.ts';
import classes from './FidelityBadge.module.css';

export interface FidelityBadgeProps {
  fidelity: Fidelity;
  engine: ReaderState['engine'];
  /** Lossy Image Compression Ratio (0028,2112): one for each time the image was compressed with loss; they multiply. */
  compressionRatio: number;
}

/** How true the picture is, in one word, with the reason on hover; and that the processor draws, where it does. */
export const FidelityBadge = memo(function FidelityBadge({
  fidelity,
  engine,
  compressionRatio,
}: FidelityBadgeProps) {
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
          {fidelity === 'lossy' && compressionRatio > 1 && ` ${Math.round(compressionRatio * 10) / 10}:1`}
        </span>
      </Tooltip>
    </span>
  );
});
