import { number, string, strings } from '../../dicomweb/index.ts';
import { planeNormal } from '../geometry/framePlane.ts';
import { imageFacts, type ImageFacts } from '../hanging/imageFacts.ts';
import type { Point3 } from '../geometry/vector.ts';
import { middleIndex, type Stack } from '../series/stack.ts';
import { bodyRegions, type BodyRegion } from './bodyRegions.ts';

/** Weighting of an MR series, as far as its words and times tell. */
export type SequenceKind =
  'diffusion' | 'adc' | 'flair' | 'susceptibility' | 'perfusion' | 'angiography' | 't1' | 't2' | 'pd';

/** What decides which series of one study is compared with which of another. */
export interface SeriesFacts extends ImageFacts {
  readonly seriesInstanceUid: string;
  readonly modality: string;
  readonly description: string;
  readonly frameCount: number;
  readonly normal: Point3 | undefined;
  readonly regions: ReadonlySet<BodyRegion>;
  /** Convolution Kernel (0018,1210) as it is written. */
  readonly kernelName: string | undefined;
  readonly sequence: SequenceKind | undefined;
  readonly fatSaturated: boolean;
  /** Scout or survey, not meant to be read by itself: LOCALIZER in Image Type. */
  readonly localizer: boolean;
}

/** Undefined for a series without frames. */
export function seriesFacts(stack: Stack): SeriesFacts | undefined {
  const frame = stack.frames[middleIndex(stack)];
  if (!frame) return undefined;
  const { instance, plane } = frame;
  const description = string(instance, '0008103E') ?? '';
  const protocol = string(instance, '00181030');
  return {
    ...imageFacts(frame),
    seriesInstanceUid: stack.seriesInstanceUid,
    modality: frame.modality,
    description,
    frameCount: stack.frames.length,
    normal: plane && planeNormal(plane),
    regions: bodyRegions(string(instance, '00180015') ?? `${description} ${protocol ?? ''}`),
    kernelName: string(instance, '00181210'),
    sequence: frame.modality === 'MR' ? sequenceOf(instance, description) : undefined,
    fatSaturated: /\bFS\b|_FS|FAT ?SAT|STIR|SPAIR|SPIR|脂肪抑制|压脂/i.test(description),
    localizer:
      strings(instance, '00080008').includes('LOCALIZER') ||
      /LOCALI[SZ]ER|SCOUT|SURVEY|TOPOGRAM|定位/i.test(description),
  };
}

/** Words that name a weighting, in the order in which they count: a diffusion series is also T2 weighted. */
const sequenceWords: readonly (readonly [SequenceKind, RegExp])[] = [
  ['adc', /ADC|APPARENT/i],
  ['diffusion', /DWI|DIFF|TRACE|B-?VAL|弥散|扩散/i],
  ['flair', /FLAIR|DARK.?FLUID/i],
  ['susceptibility', /SWI|SWAN|HEMO|T2 ?\*|T2STAR|磁敏感/i],
  ['perfusion', /PERF|DSC|DCE|DYN|PWI|灌注|动态/i],
  ['angiography', /TOF|MRA|ANGIO|PCA|血管/i],
  ['t2', /T2/i],
  ['t1', /T1|VIBE|LAVA|MPRAGE|BRAVO/i],
  ['pd', /\bPD|PROTON|质子/i],
];

function sequenceOf(instance: Parameters<typeof string>[0], description: string): SequenceKind | undefined {
  const named = sequenceWords.find(([, word]) => word.test(description))?.[0];
  if (named) return named;
  const [repetitionMs, echoMs] = [number(instance, '00180080'), number(instance, '00180081')];
  if (repetitionMs === undefined || echoMs === undefined) return undefined;
  if (echoMs > 60) return 't2';
  return repetitionMs < 1200 ? 't1' : 'pd';
}
