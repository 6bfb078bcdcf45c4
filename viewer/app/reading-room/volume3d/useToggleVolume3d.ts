import { useCallback } from 'react';
import { useTranslation } from '../../../i18n/index.ts';
import { NoVolumeError, type Reader } from '../../../imaging/index.ts';
import { faultText } from '../planes/volumeTexts.ts';
import { toggleVolume3d } from './toggleVolume3d.ts';

/** `toggleVolume3d` that says why a series is not shown in three dimensions. */
export function useToggleVolume3d(reader: Reader, say: (text: string) => void): () => void {
  const { t } = useTranslation('planes');
  return useCallback(
    () =>
      toggleVolume3d(reader, (error) =>
        say(
          error instanceof NoVolumeError
            ? t('volume3d.refused', { reason: faultText(error.fault, t) })
            : t('volume3d.noWebGl'),
        ),
      ),
    [reader, say, t],
  );
}
