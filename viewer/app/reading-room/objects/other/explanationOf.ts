/** Which of the explanations in the texts is of a SOP class. */
export type Explanation =
  | 'presentation'
  | 'segmentation'
  | 'structures'
  | 'plan'
  | 'treatment'
  | 'registration'
  | 'valueMap'
  | 'surface'
  | 'raw'
  | 'spectroscopy'
  | 'tracts'
  | 'annotations'
  | 'keyObjects'
  | 'audio'
  | 'unknown';

/** The beginnings of UIDs below 1.2.840.10008.5.1.4.1.1 (PS3.6 Annex A), longer ones first. */
const beginnings: readonly (readonly [start: string, explanation: Explanation])[] = [
  ['9.4', 'audio'],
  ['11', 'presentation'],
  ['4.2', 'spectroscopy'],
  ['66.1', 'registration'],
  ['66.2', 'registration'],
  ['66.3', 'registration'],
  ['66.4', 'segmentation'],
  ['66.7', 'segmentation'],
  ['66.5', 'surface'],
  ['66.6', 'tracts'],
  ['66', 'raw'],
  ['67', 'valueMap'],
  ['68', 'surface'],
  ['88.59', 'keyObjects'],
  ['91.1', 'annotations'],
  ['481.3', 'structures'],
  ['481.5', 'plan'],
  ['481.8', 'plan'],
  ['481.4', 'treatment'],
  ['481.6', 'treatment'],
  ['481.7', 'treatment'],
  ['481.9', 'treatment'],
];

const storage = '1.2.840.10008.5.1.4.1.1.';

export function explanationOf(sopClassUid: string): Explanation {
  if (!sopClassUid.startsWith(storage)) return 'unknown';
  const rest = `${sopClassUid.slice(storage.length)}.`;
  return beginnings.find(([start]) => rest.startsWith(`${start}.`))?.[1] ?? 'unknown';
}
