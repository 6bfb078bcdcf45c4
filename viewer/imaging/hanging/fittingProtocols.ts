import { hasWord } from './hasWord.ts';
import type { ListedSeries } from './chooseImages.ts';
import type { HangingProtocol } from './hangingProtocol.ts';

/** A study as it is listed. */
export interface ListedStudy {
  description?: string | undefined;
  series: readonly ListedSeries[];
}

/** The protocols that fit a study, the most particular first: those that ask for more modalities, then
 * those that ask for words. */
export function fittingProtocols(
  protocols: readonly HangingProtocol[],
  study: ListedStudy,
): HangingProtocol[] {
  const particular = ({ match }: HangingProtocol): number =>
    10 * match.modalities.length + (match.words ? 1 : 0);
  return protocols
    .filter((protocol) => fits(protocol, study))
    .toSorted((a, b) => particular(b) - particular(a));
}

function fits({ match }: HangingProtocol, { description, series }: ListedStudy): boolean {
  const modalities = new Set(series.map(({ modality }) => modality));
  if (!match.modalities.every((modality) => modalities.has(modality))) return false;
  const ofThese = series.filter(({ modality }) => match.modalities.includes(modality ?? ''));
  if (ofThese.length < (match.leastSeries ?? 1)) return false;
  const text = [description, ...ofThese.flatMap((one) => [one.description, one.bodyPart])].join(' ');
  return match.words === undefined || match.words.some((word) => hasWord(text, word));
}
