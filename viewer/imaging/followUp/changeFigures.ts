import { unitText } from '../measurements/index.ts';
import type { CsvFigure } from '../reports/index.ts';
import type { Finding } from './findings.ts';

/** What has become of a measurement's finding since the date before, as figures: `lengthChange` in mm and in %, `volumeDoublingTime` in d. */
export function changeFigures(findings: readonly Finding[], measurementId: string): CsvFigure[] {
  const entries = findings.flatMap((finding) => finding.entries);
  const change = entries.find(({ measurement }) => measurement.id === measurementId)?.sincePrevious;
  if (!change?.comparable) return [];
  const { differences, doubling } = change;
  return [
    ...differences.flatMap(({ quantity, absolute, percent, unit }) => [
      { quantity: `${quantity}Change`, value: absolute, unit: unitText(unit) },
      { quantity: `${quantity}Change`, value: percent, unit: '%' },
    ]),
    { quantity: 'interval', value: change.days, unit: 'd' },
    ...(doubling.kind === 'days'
      ? [{ quantity: 'volumeDoublingTime', value: doubling.days, unit: 'd' }]
      : []),
  ];
}
