import { useEffect, useState } from 'react';
import { sliceOf, type Measurement, type Reader, type Stack } from '../../../imaging/index.ts';
import { useTranslation } from '../../../i18n/index.ts';

/** Tells on which slice of its series a measurement lies; empty until the series is known. */
export function useSliceNames(
  reader: Reader,
  measurements: readonly Measurement[],
): (measurement: Measurement) => string {
  const { t } = useTranslation('measurements');
  const [stacks, setStacks] = useState<ReadonlyMap<string, Stack>>(new Map());
  const series = [...new Set(measurements.map(({ place }) => place.seriesInstanceUid))].sort().join(',');
  useEffect(() => {
    let wanted = true;
    const load = async (uid: string): Promise<void> => {
      const stack = await reader.stack(uid).catch(() => undefined);
      if (wanted && stack) setStacks((known) => new Map(known).set(uid, stack));
    };
    for (const uid of series.split(',').filter(Boolean)) void load(uid);
    return () => void (wanted = false);
  }, [reader, series]);
  return (measurement) => {
    const stack = stacks.get(measurement.place.seriesInstanceUid);
    if (!stack) return '';
    const slice = sliceOf(measurement, stack);
    return slice === undefined ? t('panel.plane') : t('panel.slice', { number: slice + 1 });
  };
}
