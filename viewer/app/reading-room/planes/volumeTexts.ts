import type { useTranslation } from '../../../i18n/index.ts';
import type { VolumeFault, VolumeNote } from '../../../imaging/index.ts';

type Translate = ReturnType<typeof useTranslation<'planes'>>['t'];

/** Why a series is no volume, in a sentence. */
export const faultText = ({ code, ...figures }: VolumeFault, t: Translate): string =>
  withFigures(t)(`faults.${code}`, readable(figures));

/** What was done to make a volume of a series, in a sentence. */
export const noteText = ({ code, ...figures }: VolumeNote, t: Translate): string =>
  withFigures(t)(`notes.${code}`, readable(figures));

/** Each code has figures of its own, which the type of `t` wants one by one. */
const withFigures = (t: Translate) =>
  t as unknown as (key: `faults.${string}` | `notes.${string}`, figures: Record<string, string>) => string;

/** Figures with at most two decimals; lists joined. */
const readable = (figures: object): Record<string, string> =>
  Object.fromEntries(
    Object.entries(figures).map(([key, value]) => [
      key,
      typeof value === 'number' ? String(Math.round(value * 100) / 100) : [value].flat().join(', '),
    ]),
  );
