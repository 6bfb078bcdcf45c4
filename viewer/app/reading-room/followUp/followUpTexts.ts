import type { TFunction } from 'i18next';
import { unitText, type FindingEntry, type Size, type SizeChange } from '../../../imaging/index.ts';
import { figure } from '../measurements/index.ts';

export type FollowUpT = TFunction<'followUp'>;

/** The size of a finding on one date, line by line: as it was measured first. */
export function sizeLines(
  { measurement, sizes }: Pick<FindingEntry, 'measurement' | 'sizes'>,
  t: FollowUpT,
): string[] {
  const [diameter] = sizes;
  if (!diameter) return [];
  if (measurement.tool === 'length') return [withUnit(diameter)];
  const named = `${t(`quantities.${diameter.quantity}`)} ${withUnit(diameter)}`;
  const [, long, short] = sizes;
  if (long && short) return [`${figure(long.value, long.unit)} ×${noBreak}${withUnit(short)}`, named];
  return long ? [withUnit(long), named] : [named];
}

/** What has become of the diameter: in mm, and of the earlier size; a dash where that cannot be said. */
export function changeLines(change: SizeChange): string[] {
  const [diameter] = change.comparable ? change.differences : [];
  if (!diameter) return ['—'];
  const absolute = `${signed(diameter.absolute, diameter.unit)}${noBreak}${unitText(diameter.unit)}`;
  return [absolute, percent(diameter.percent)];
}

/** What else there is to say of a change: how long it took, how fast that is, what to think of it, or why nothing is said. */
export function paceText(change: SizeChange, t: FollowUpT): string {
  if (!change.comparable) return t(`reasons.${change.reason}`);
  const also = change.differences.find(({ quantity }) => quantity === 'longAxis' || quantity === 'area');
  return [
    change.days > 0 ? t('days', { count: change.days }) : t('sameDay'),
    doublingText(change.doubling, t),
    also && `${t(`quantities.${also.quantity}`)} ${percent(also.percent)}`,
    change.withinError && change.doubling.kind !== 'unchanged' && t('withinError'),
  ]
    .filter(Boolean)
    .join(' · ');
}

/** A doubling that takes longer is none that anybody would see. */
const longestDays = 3650;

function doublingText(doubling: Extract<SizeChange, { comparable: true }>['doubling'], t: FollowUpT): string {
  switch (doubling.kind) {
    case 'days':
      return doubling.days > longestDays
        ? t('doubling.decade')
        : t('doubling.days', { count: Math.round(doubling.days) });
    case 'shrinking':
    case 'unchanged':
      return t(`doubling.${doubling.kind}`);
    case 'none':
      return '';
  }
}

const noBreak = '\u00a0';

const withUnit = ({ value, unit }: Size): string => `${figure(value, unit)}${noBreak}${unitText(unit)}`;

/** With its sign, unless it reads as nothing. */
function signed(value: number, unit: string): string {
  const text = figure(value, unit);
  if (Number(text.replace('\u2212', '-')) === 0) return figure(0, unit);
  return value > 0 ? `+${text}` : text;
}

/** One decimal, as millimetres have. */
const percent = (value: number): string => `${signed(value, 'mm')}%`;
