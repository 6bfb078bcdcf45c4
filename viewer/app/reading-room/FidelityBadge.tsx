import { Tooltip } from '@mantine/core';
import { useTranslation } from '../../i18n/index.ts';
import { numbers } from '../../dicomweb/index.ts';
import type { Fidelity, FrameRef, ReaderState } from '../../imaging/index.ts';
import classes from './FidelityBadge.module.css';

export interface FidelityBadgeProps {
  fidelity: Fidelity;
  engine: ReaderState['engine'];
  frame: FrameRef;
}

/** How true the picture is, in one word, with the reason on hover; and that the processor draws, where it does. */
export function FidelityBadge({ fidelity, engine, frame }: FidelityBadgeProps) {
  const { t } = useTranslation('readingRoom');
  // Lossy Image Compression Ratio: one for each time it was compressed with loss; they multiply.
  const ratios = fidelity === 'lossy' ? numbers(frame.instance, '00282112') : [];
  const ratio = ratios.reduce((product, one) => product * one, 1);
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
          {ratio > 1 && ` ${Math.round(ratio * 10) / 10}:1`}
        </span>
      </Tooltip>
    </span>
  );
}
