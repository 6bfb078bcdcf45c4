import type { DicomJson } from '../../../pixels/index.ts';
import type { ChangedSize, FindingChange, SizeQuantity } from '../followUp/index.ts';
import { codes, sameCode, sizeCodes, type Code } from './codes.ts';
import { code, date, numeric, uidReference } from './contentItem.ts';
import { childNamed, descendants, textOf, type ContentItem } from './readContent.ts';
import { unitCode, unitOf } from './units.ts';

/** By these a change is known again; no published scheme has a concept for them. */
const changeCodes = [codes.sizeChange, codes.percentChange, codes.interval, codes.doublingTime];

/**
 * What has become of a finding as figures of its measurement group (TID 300): of each size the change in its unit and in percent, the
 * interval and the volume doubling time. Each is inferred from the size before, which was observed in the exam before: its Study
 * Instance UID (TID 1005) and its date. Concepts of their own, so that nobody who looks for `Length` finds a change of length.
 */
export function changeItems({
  sizes,
  days,
  doublingDays,
  previousStudyUid,
  previousStudyDate,
}: FindingChange): DicomJson[] {
  const previous = ({ quantity, previous: value, unit }: ChangedSize): DicomJson =>
    numeric(
      sizeCodes[quantity],
      value,
      unitCode(unit),
      [
        uidReference('HAS OBS CONTEXT', codes.procedureStudyUid, previousStudyUid),
        date('HAS OBS CONTEXT', codes.studyDate, previousStudyDate),
      ],
      'INFERRED FROM',
    );
  const ofSize = (name: Code, value: number, unit: string, size: ChangedSize): DicomJson =>
    numeric(name, value, unitCode(unit), [
      code('HAS CONCEPT MOD', codes.changedSize, sizeCodes[size.quantity]),
      previous(size),
    ]);
  const inDays = (name: Code, value: number, size: ChangedSize): DicomJson =>
    numeric(name, value, unitCode('d'), [previous(size)]);
  const [diameter] = sizes;
  if (!diameter) return [];
  return [
    ...sizes.flatMap((size) => [
      ofSize(codes.sizeChange, size.absolute, size.unit, size),
      ofSize(codes.percentChange, size.percent, '%', size),
    ]),
    inDays(codes.interval, days, diameter),
    ...(doublingDays === undefined ? [] : [inDays(codes.doublingTime, doublingDays, diameter)]),
  ];
}

/** Whether an item tells a change: neither it nor what it is inferred from is a figure of the measurement. */
export const isChange = ({ valueType, concept }: ContentItem): boolean =>
  valueType === 'NUM' && changeCodes.some((known) => sameCode(known, concept));

/** What `changeItems` wrote into a measurement group; undefined where there is none, or not all that belongs to it. */
export function readChange(group: ContentItem, trackingUid: string | undefined): FindingChange | undefined {
  const told = group.children.filter(isChange).map(readFigure);
  const ofSize = (name: Code, quantity: SizeQuantity) =>
    told.find((one) => sameCode(one.name, name) && one.quantity === quantity);
  const sizes = told.flatMap((one): ChangedSize[] => {
    const percent = one.quantity && ofSize(codes.percentChange, one.quantity);
    const { quantity, previous, value: absolute } = one;
    if (!sameCode(one.name, codes.sizeChange) || !quantity || absolute === undefined) return [];
    if (previous === undefined || percent?.value === undefined) return [];
    return [{ quantity, previous, absolute, percent: percent.value, unit: one.unit }];
  });
  const interval = told.find((one) => sameCode(one.name, codes.interval));
  if (trackingUid === undefined || sizes.length === 0 || interval?.value === undefined) return undefined;
  const { previousStudyUid, previousStudyDate, value: days } = interval;
  if (previousStudyUid === undefined || previousStudyDate === undefined) return undefined;
  const doublingDays = told.find((one) => sameCode(one.name, codes.doublingTime))?.value;
  return { trackingUid, previousStudyUid, previousStudyDate, sizes, days, doublingDays };
}

/** A change as a person reads it: `2 mm (Length, 20250701)`. */
export function changeText(item: ContentItem): string {
  const size = childNamed(item, codes.changedSize)?.code?.meaning;
  const day = descendants(item).find(({ concept }) => sameCode(concept, codes.studyDate))?.text;
  const beside = [size, day].filter((one) => one !== undefined).join(', ');
  return [textOf(item), beside && `(${beside})`].filter(Boolean).join(' ');
}

function readFigure(item: ContentItem) {
  const before = item.children.find(({ relation }) => relation === 'INFERRED FROM');
  const size = childNamed(item, codes.changedSize)?.code;
  const [quantity] = Object.entries(sizeCodes).find(([, known]) => sameCode(known, size)) ?? [];
  return {
    name: item.concept,
    quantity: quantity as SizeQuantity | undefined,
    value: item.figure?.value,
    unit: unitOf(item.figure?.unit),
    previous: before?.figure?.value,
    previousStudyUid: before && childNamed(before, codes.procedureStudyUid)?.text,
    previousStudyDate: before && childNamed(before, codes.studyDate)?.text,
  };
}
