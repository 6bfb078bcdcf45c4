import type { TFunction } from 'i18next';
import { unitText, type MeasuredValue, type Measurement } from '../../../imaging/index.ts';

export type MeasurementsT = TFunction<'measurements'>;
type Figures = Pick<Measurement, 'tool' | 'values' | 'calibration'> &
  Partial<Pick<Measurement, 'label' | 'place' | 'provisional'>>;

/**
 * What a measurement says, line by line: its label, its figures with their units, where the millimetres come from
 * unless that goes without saying, and how the plane was made it was measured on.
 */
export function figureTexts(measurement: Figures, t: MeasurementsT): string[] {
  const { label, calibration, place, provisional } = measurement;
  const slab = place?.slab;
  return [
    ...(label ? [label] : []),
    ...valueTexts(measurement, t),
    ...(saysCalibration(measurement)
      ? [`(${t(`calibration.${calibration as Exclude<typeof calibration, 'geometry'>}`)})`]
      : []),
    ...(provisional ? [`(${t('provisional')})`] : []),
    ...(slab && slab.mode !== 'none' ? [t(`slab.${slab.mode}`, { mm: figure(slab.thicknessMm, 'mm') })] : []),
  ];
}

const lengths: MeasuredValue['quantity'][] = ['length', 'longAxis', 'shortAxis', 'area', 'perimeter'];

const saysCalibration = ({ values, calibration }: Figures): boolean =>
  calibration !== 'geometry' && values.some(({ quantity }) => lengths.includes(quantity));

function valueTexts({ tool, values }: Figures, t: MeasurementsT): string[] {
  const texts = new Map(values.map((value) => [value.quantity, withUnit(value)]));
  const text = (quantity: MeasuredValue['quantity']): string | undefined => texts.get(quantity);
  const named = (quantity: MeasuredValue['quantity']): string | undefined =>
    text(quantity) && `${t(`quantities.${quantity}`)} ${text(quantity)}`;
  const mean = values.find(({ quantity }) => quantity === 'mean');
  const spread = values.find(({ quantity }) => quantity === 'standardDeviation');
  const lines: (string | undefined)[] = [];
  if (tool === 'bidirectional') lines.push(named('longAxis'), named('shortAxis'));
  else if (tool === 'probe') lines.push(values.map((value) => withUnit(value)).join(', ') || undefined);
  else lines.push(text('length'), text('angle'), named('area'), named('perimeter'));
  if (mean) {
    const deviation = spread ? ` ± ${figure(spread.value, spread.unit)}` : '';
    const average = `${t('quantities.mean')} ${figure(mean.value, mean.unit)}`;
    lines.push(`${average}${deviation} ${unitText(mean.unit)}`.trimEnd());
  }
  const range = [named('minimum'), named('maximum')].filter((part) => part !== undefined);
  if (range.length > 0) lines.push(range.join('  '));
  lines.push(named('pixels'));
  return lines.filter((line) => line !== undefined);
}

function withUnit({ value, unit }: MeasuredValue): string {
  const gap = unit === 'deg' ? '' : ' ';
  return `${figure(value, unit)}${gap}${unitText(unit)}`.trimEnd();
}

/** Tenths of millimetres, degrees and HU; whole numbers as they are; small values of other units with four figures. */
export function figure(value: number, unit: string): string {
  const text = Number.isInteger(value) && !oneDecimal.has(unit) ? String(value) : decimals(value, unit);
  return text.replace('-', '\u2212');
}

const oneDecimal = new Set(['mm', 'mm2', 'px', 'px2', 'deg']);

function decimals(value: number, unit: string): string {
  if (oneDecimal.has(unit) || unit === "[hnsf'U]" || Math.abs(value) >= 1000) return value.toFixed(1);
  return value.toPrecision(4);
}
