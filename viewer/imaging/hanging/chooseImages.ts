import { hasWord } from './hasWord.ts';
import type { HangingPlace, HangingProtocol, ImageRule } from './hangingProtocol.ts';
import { imageFacts, type ImageFacts } from './imageFacts.ts';
import type { FrameRef } from '../series/frameRef.ts';

/** A series as it is listed. */
export interface ListedSeries {
  seriesInstanceUid: string;
  seriesNumber?: number | undefined;
  modality?: string | undefined;
  description?: string | undefined;
  bodyPart?: string | undefined;
  instanceCount?: number | undefined;
}

/** What a viewport is to show: a series, from its middle, or one image of it. */
export interface ChosenImages {
  seriesInstanceUid: string;
  /** 0-based place in the stack; undefined: the middle. */
  sliceIndex: number | undefined;
}

/** The frames of a series in reading order. */
export type FramesOf = (seriesInstanceUid: string) => Promise<readonly FrameRef[]>;

/** Images that a rule allows; raw ones are taken only where there are no others. */
type FittingImages = ChosenImages & { forProcessing: boolean };

/** Of these every image is one of its own, not a slice of a stack. */
const singleImages = new Set(['MG', 'DX', 'CR', 'IO', 'PX', 'RG']);

/**
 * Which images go into the viewports of a protocol; undefined where a viewport's rules find none. What a viewport shows
 * already is not shown again in another one, unless that looks at it differently (window, plane, slab).
 *
 * @param preferred the series that is on the screen in the first viewport: it stays there if the rules allow
 */
export async function chooseImages(
  protocol: HangingProtocol,
  series: readonly ListedSeries[],
  framesOf: FramesOf,
  preferred?: string,
): Promise<(ChosenImages | undefined)[]> {
  const chosen: (ChosenImages | undefined)[] = [];
  for (const [index, place] of protocol.places.entries()) {
    const taken = chosen.flatMap((images, earlier) => {
      const other = protocol.places[earlier] as HangingPlace;
      return images && looksAlike(place, other) ? [keyOf(images)] : [];
    });
    chosen.push(await chooseFor(place, series, framesOf, taken, index === 0 ? preferred : undefined));
  }
  return chosen;
}

async function chooseFor(
  place: HangingPlace,
  series: readonly ListedSeries[],
  framesOf: FramesOf,
  taken: readonly string[],
  preferred: string | undefined,
): Promise<ChosenImages | undefined> {
  for (const rule of place.images) {
    const found: (FittingImages & { rank: number })[] = [];
    for (const one of series.filter((candidate) => seriesFits(rule, candidate))) {
      const rank = one.seriesInstanceUid === preferred ? Infinity : (one.instanceCount ?? 0);
      const images = await imagesThatFit(rule, one, framesOf);
      found.push(...images.map((image) => ({ ...image, rank })));
    }
    const free = found.filter((images) => !taken.includes(keyOf(images)));
    const best = free.toSorted(
      (a, b) => Number(a.forProcessing) - Number(b.forProcessing) || compareRank(b.rank, a.rank),
    )[0];
    if (best) return { seriesInstanceUid: best.seriesInstanceUid, sliceIndex: best.sliceIndex };
  }
  return undefined;
}

/** Infinity minus itself is no number. */
const compareRank = (a: number, b: number): number => (a === b ? 0 : a - b);

async function imagesThatFit(
  rule: ImageRule,
  { seriesInstanceUid, modality = '' }: ListedSeries,
  framesOf: FramesOf,
): Promise<FittingImages[]> {
  const single = singleImages.has(modality);
  if (!single && !asksForImages(rule))
    return [{ seriesInstanceUid, sliceIndex: undefined, forProcessing: false }];
  const frames = await framesOf(seriesInstanceUid);
  if (single)
    return frames.flatMap((frame, sliceIndex) => {
      const facts = imageFacts(frame);
      const { forProcessing } = facts;
      return imageFits(rule, facts) ? [{ seriesInstanceUid, sliceIndex, forProcessing }] : [];
    });
  const middle = frames[Math.floor(frames.length / 2)];
  return middle && imageFits(rule, imageFacts(middle))
    ? [{ seriesInstanceUid, sliceIndex: undefined, forProcessing: false }]
    : [];
}

const asksForImages = ({
  orientation,
  thicknessMm,
  kernel,
  contrast,
  laterality,
  view,
}: ImageRule): boolean =>
  [orientation, thicknessMm, kernel, contrast, laterality, view].some((condition) => condition !== undefined);

function seriesFits(rule: ImageRule, { modality, description, bodyPart }: ListedSeries): boolean {
  const text = `${description ?? ''} ${bodyPart ?? ''}`;
  if (rule.modality !== undefined && rule.modality !== modality) return false;
  if (rule.words && !rule.words.some((word) => hasWord(text, word))) return false;
  return !rule.notWords?.some((word) => hasWord(text, word));
}

function imageFits(rule: ImageRule, facts: ImageFacts): boolean {
  const { from = -Infinity, to = Infinity } = rule.thicknessMm ?? {};
  const thick = facts.thicknessMm;
  return (
    (rule.orientation === undefined || rule.orientation === facts.orientation) &&
    (rule.thicknessMm === undefined || (thick !== undefined && thick >= from && thick <= to)) &&
    (rule.kernel === undefined || rule.kernel === facts.kernel) &&
    (rule.contrast === undefined || rule.contrast === facts.contrast) &&
    (rule.laterality === undefined || rule.laterality === facts.laterality) &&
    (rule.view === undefined || rule.view.some((view) => facts.views.includes(view.toUpperCase())))
  );
}

const keyOf = ({ seriesInstanceUid, sliceIndex }: ChosenImages): string =>
  `${seriesInstanceUid}/${sliceIndex ?? 'middle'}`;

function looksAlike(one: HangingPlace, other: HangingPlace): boolean {
  const look = ({ window, invert, plane, slab }: HangingPlace): string =>
    JSON.stringify([window, invert, plane, slab]);
  return look(one) === look(other);
}
