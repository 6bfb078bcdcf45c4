import type { DicomJson, DicomJsonElement } from '../../../pixels/index.ts';
import type { Code } from './codes.ts';

/** How a content item stands to the one it is in (PS3.3 C.17.3.2.4). */
export type Relation =
  'CONTAINS' | 'HAS OBS CONTEXT' | 'HAS ACQ CONTEXT' | 'HAS CONCEPT MOD' | 'INFERRED FROM' | 'SELECTED FROM';

/** An image, or one frame of it. */
export interface ImageReference {
  readonly sopClassUid: string;
  readonly sopInstanceUid: string;
  /** 1-based, of multi-frame images; absent where the whole object is meant. */
  readonly frameNumber?: number | undefined;
}

/** A data element of the DICOM JSON Model; without values it is empty (PS3.18 F.2.5). */
export const element = (vr: string, ...values: unknown[]): DicomJsonElement => ({ vr, Value: values });

/** A code sequence of one item (PS3.3 8.8). Meanings have at most 64 characters. */
export const codeSequence = ({ value, scheme, meaning }: Code): DicomJsonElement =>
  element('SQ', {
    '00080100': element('SH', value),
    '00080102': element('SH', scheme),
    '00080104': element('LO', [...meaning].slice(0, 64).join('')),
  });

/** Referenced SOP Sequence item (PS3.3 10.8). */
export const sopReference = ({ sopClassUid, sopInstanceUid, frameNumber }: ImageReference): DicomJson => ({
  '00081150': element('UI', sopClassUid),
  '00081155': element('UI', sopInstanceUid),
  ...(frameNumber !== undefined && { '00081160': element('IS', frameNumber) }),
});

/** An item of an SR document's content (PS3.3 C.17.3); the functions below make one for each value type. */
const item = (
  relation: Relation,
  valueType: string,
  name: Code | undefined,
  value: DicomJson,
  children: readonly DicomJson[] = [],
): DicomJson => ({
  '0040A010': element('CS', relation),
  '0040A040': element('CS', valueType),
  ...(name && { '0040A043': codeSequence(name) }),
  ...value,
  ...(children.length > 0 && { '0040A730': element('SQ', ...children) }),
});

export const container = (relation: Relation, name: Code, children: readonly DicomJson[]): DicomJson =>
  item(relation, 'CONTAINER', name, { '0040A050': element('CS', 'SEPARATE') }, children);

/** An item that says of which observation it is (Observation UID, PS3.3 C.17.3): the same in all documents that repeat it. */
export const observed = (uid: string, observation: DicomJson): DicomJson => ({
  ...observation,
  '0040A171': element('UI', uid),
});

export const text = (relation: Relation, name: Code, value: string): DicomJson =>
  item(relation, 'TEXT', name, { '0040A160': element('UT', value) });

export const code = (relation: Relation, name: Code, value: Code): DicomJson =>
  item(relation, 'CODE', name, { '0040A168': codeSequence(value) });

export const uidReference = (relation: Relation, name: Code, uid: string): DicomJson =>
  item(relation, 'UIDREF', name, { '0040A124': element('UI', uid) });

/** `da`: `YYYYMMDD`. */
export const date = (relation: Relation, name: Code, da: string): DicomJson =>
  item(relation, 'DATE', name, { '0040A121': element('DA', da) });

export const personName = (relation: Relation, name: Code, value: unknown): DicomJson =>
  item(relation, 'PNAME', name, { '0040A123': element('PN', value) });

/** A figure (PS3.3 C.18.1): as decimal text of 16 characters, and in full where that is not enough. */
export function numeric(
  name: Code,
  value: number,
  unit: Code,
  children: readonly DicomJson[] = [],
  relation: Relation = 'CONTAINS',
): DicomJson {
  const decimal = decimalString(value);
  const measured = {
    '0040A30A': element('DS', decimal),
    ...(Number(decimal) !== value && { '0040A161': element('FD', value) }),
    '004008EA': codeSequence(unit),
  };
  return item(relation, 'NUM', name, { '0040A300': element('SQ', measured) }, children);
}

export const image = (relation: Relation, name: Code | undefined, reference: ImageReference): DicomJson =>
  item(relation, 'IMAGE', name, { '00081199': element('SQ', sopReference(reference)) });

export const composite = (relation: Relation, name: Code | undefined, reference: ImageReference): DicomJson =>
  item(relation, 'COMPOSITE', name, { '00081199': element('SQ', sopReference(reference)) });

/** Coordinates in columns and rows of an image (PS3.3 C.18.6): `data` is column, row, column, row… */
export const imageCoordinates = (
  relation: Relation,
  name: Code,
  graphic: { type: string; data: readonly number[] },
  of: DicomJson,
): DicomJson =>
  item(
    relation,
    'SCOORD',
    name,
    { '00700022': element('FL', ...graphic.data), '00700023': element('CS', graphic.type) },
    [of],
  );

/** Coordinates in patient mm (PS3.3 C.18.9): `data` is x, y, z, x, y, z… */
export const patientCoordinates = (
  relation: Relation,
  name: Code,
  graphic: { type: string; data: readonly number[] },
  frameOfReferenceUid: string,
): DicomJson =>
  item(relation, 'SCOORD3D', name, {
    '00700022': element('FL', ...graphic.data),
    '00700023': element('CS', graphic.type),
    '30060024': element('UI', frameOfReferenceUid),
  });

/** A number as DS: at most 16 characters (PS3.5 6.2), with as many digits as fit. */
export function decimalString(value: number): string {
  const whole = String(value);
  if (whole.length <= 16) return whole;
  for (let digits = 15; ; digits--) {
    const shorter = String(Number(value.toPrecision(digits)));
    if (shorter.length <= 16) return shorter;
  }
}
