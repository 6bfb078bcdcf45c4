import { name, number, numbers, sequence, string } from '../../dicomweb/index.ts';
import type { DicomJson } from '../../../pixels/index.ts';
import type { Code } from './codes.ts';
import type { ImageReference } from './contentItem.ts';

/** An item of an SR document's content as it is read (PS3.3 C.17.3). What is absent or unreadable is undefined. */
export interface ContentItem {
  readonly relation: string;
  readonly valueType: string;
  readonly concept: Code | undefined;
  /** Of CODE. */
  readonly code: Code | undefined;
  /** Of TEXT, UIDREF, PNAME, DATE, TIME and DATETIME. */
  readonly text: string | undefined;
  /** Of NUM. */
  readonly figure: { readonly value: number; readonly unit: Code | undefined } | undefined;
  /** Of SCOORD and SCOORD3D. */
  readonly graphic:
    | {
        readonly type: string;
        readonly data: readonly number[];
        readonly frameOfReferenceUid: string | undefined;
      }
    | undefined;
  /** Of IMAGE and COMPOSITE: one for each frame named. */
  readonly references: readonly ImageReference[];
  readonly children: readonly ContentItem[];
  /** Observation UID (0040,A171): the same in all documents that repeat the item. */
  readonly observationUid: string | undefined;
}

/** The tree of an SR document from its root. By-reference relationships are left out. */
export function readContent(item: DicomJson): ContentItem {
  const measured = sequence(item, '0040A300')[0];
  const decimal = measured && (number(measured, '0040A161') ?? number(measured, '0040A30A'));
  const type = string(item, '00700023');
  return {
    relation: string(item, '0040A010') ?? '',
    valueType: string(item, '0040A040') ?? '',
    concept: readCode(sequence(item, '0040A043')[0]),
    code: readCode(sequence(item, '0040A168')[0]),
    text: readText(item),
    figure:
      measured && decimal !== undefined
        ? { value: decimal, unit: readCode(sequence(measured, '004008EA')[0]) }
        : undefined,
    graphic:
      type === undefined
        ? undefined
        : { type, data: numbers(item, '00700022'), frameOfReferenceUid: string(item, '30060024') },
    references: sequence(item, '00081199').flatMap(readReferences),
    children: sequence(item, '0040A730').map(readContent),
    observationUid: string(item, '0040A171'),
  };
}

/** The first child with a concept, by its code value: schemes changed their names, values did not. */
export const childNamed = (item: ContentItem, concept: Code): ContentItem | undefined =>
  item.children.find((child) => child.concept?.value === concept.value);

/** An item and all below it, from the top. */
export const descendants = (item: ContentItem): ContentItem[] => [
  item,
  ...item.children.flatMap(descendants),
];

/** What an item says, as text: a code's meaning, a number with its unit, a name; undefined for those that say nothing so. */
export function textOf({ valueType, code, text, figure }: ContentItem): string | undefined {
  if (valueType === 'NUM') return figure && `${figure.value} ${figure.unit?.value ?? ''}`.trim();
  if (valueType === 'CODE') return code?.meaning;
  return text;
}

function readCode(item: DicomJson | undefined): Code | undefined {
  const value = item && (string(item, '00080100') ?? string(item, '00080119') ?? string(item, '00080120'));
  if (!item || value === undefined) return undefined;
  return { value, scheme: string(item, '00080102') ?? '', meaning: string(item, '00080104') ?? value };
}

function readText(item: DicomJson): string | undefined {
  for (const tag of ['0040A160', '0040A124', '0040A121', '0040A122', '0040A120']) {
    const found = string(item, tag);
    if (found !== undefined) return found;
  }
  const person = name(item, '0040A123');
  const components = person?.ideographic ?? person?.alphabetic ?? person?.phonetic;
  return components && `${components.family} ${components.given}`.trim();
}

function readReferences(item: DicomJson): ImageReference[] {
  const sopInstanceUid = string(item, '00081155');
  if (sopInstanceUid === undefined) return [];
  const reference = { sopClassUid: string(item, '00081150') ?? '', sopInstanceUid };
  const frames = numbers(item, '00081160');
  return frames.length === 0 ? [reference] : frames.map((frameNumber) => ({ ...reference, frameNumber }));
}
