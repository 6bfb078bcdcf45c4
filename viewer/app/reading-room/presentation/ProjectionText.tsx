import type { TFunction } from 'i18next';
import { sequence, string } from '../../../dicomweb/index.ts';
import { useTranslation } from '../../../i18n/index.ts';
import type { FrameRef } from '../../../imaging/index.ts';

/** Side and view of a projection, or of a paired part of the body (PS3.3 C.8.11.7, C.7.3.1): `L CC`. */
export function ProjectionText({ frame }: { frame: FrameRef }) {
  const { t } = useTranslation('presentation');
  const text = projectionText(frame, t);
  return text === '' ? null : <strong data-testid="projection">{text}</strong>;
}

/** What the text is made of. */
export const projectionKeys = ['00200062', '00209072', '00200060', '00185101', '00540220'] as const;

const sides = ['L', 'R', 'B'] as const;

export function projectionText({ instance }: FrameRef, t: TFunction<'presentation'>): string {
  // Image Laterality, Frame Laterality, Laterality of the series.
  const code = ['00200062', '00209072', '00200060'].map((tag) => string(instance, tag)).find(Boolean);
  const side = sides.find((one) => one === code);
  const view = string(instance, '00185101') ?? viewOfCode(instance);
  return [side && t(`side.${side}`), view].filter(Boolean).join(' ');
}

/** View Code Sequence with its modifiers, by meaning; the usual ones of mammography by their letters. */
function viewOfCode(instance: FrameRef['instance']): string | undefined {
  const [item] = sequence(instance, '00540220');
  if (!item) return undefined;
  const meaning = string(item, '00080104') ?? string(item, '00080100');
  const modifiers = sequence(item, '00540222').flatMap((modifier) => string(modifier, '00080104') ?? []);
  return [mammographyViews[string(item, '00080100') ?? ''] ?? meaning, ...modifiers]
    .filter(Boolean)
    .join(' ');
}

/** CID 4014: SNOMED CT and SRT codes. */
const mammographyViews: Record<string, string> = {
  'R-10242': 'CC',
  '399162004': 'CC',
  'R-10226': 'MLO',
  '399368009': 'MLO',
  'R-10224': 'ML',
  '399260004': 'ML',
  'R-10228': 'LM',
  '399352003': 'LM',
};
