import type { useTranslation } from '../../../../i18n/index.ts';
import { isVoltage, type Sheet, type WaveformGroup } from '../../../../imaging/index.ts';
import { unitText } from '../report/valueTexts.ts';

type Translate = ReturnType<typeof useTranslation<'objects'>>['t'];

/** How it was sampled and filtered, and what heights mean where they are no voltages. What differs between channels is said for each. */
export function groupFacts(group: WaveformGroup, sheet: Sheet, t: Translate): string[] {
  const { channels, samplingHz, samplesPerChannel, originality } = group;
  const filters = channels.map(({ filterLow, filterHigh, notch }) => {
    if (filterLow === undefined && filterHigh === undefined && notch === undefined)
      return t('waveform.noFilter');
    return [
      (filterLow !== undefined || filterHigh !== undefined) &&
        t('waveform.filter', { low: filterLow ?? '–', high: filterHigh ?? '–' }),
      notch !== undefined && t('waveform.notch', { hz: notch }),
    ]
      .filter(Boolean)
      .join(' ');
  });
  const same = new Set(filters).size === 1;
  return [
    t('waveform.sampling', { hz: samplingHz, seconds: Number((samplesPerChannel / samplingHz).toFixed(3)) }),
    ...(same ? filters.slice(0, 1) : filters.map((text, i) => `${channels[i]?.label}: ${text}`)),
    ...(originality === 'DERIVED' ? [t('waveform.derived')] : []),
    ...sheet.traces
      .filter(({ unit, from }) => !isVoltage(unit) && from === 0)
      .map(({ channel, label, mmPerUnit, unit }) =>
        channels[channel]?.sensitivity === undefined
          ? `${label}: ${t('waveform.noUnits')}`
          : `${label}: ${t('waveform.ofUnit', {
              value: Number((1 / mmPerUnit).toPrecision(3)),
              unit: unitText({ value: unit, scheme: 'UCUM', meaning: unit }),
            })}`,
      ),
  ];
}
