import { useCallback } from 'react';
import { useTranslation } from '../../../i18n/index.ts';
import type { Reader } from '../../../imaging/index.ts';

/** Saves measurements and key images; what goes wrong is in the state of the reports. */
export function useSave(reader: Reader): () => void {
  const { t } = useTranslation('saving');
  return useCallback(() => {
    const descriptions = { measurements: t('series.measurements'), keyImages: t('series.keyImages') };
    reader.reports.save(descriptions).catch(() => undefined);
  }, [reader, t]);
}
