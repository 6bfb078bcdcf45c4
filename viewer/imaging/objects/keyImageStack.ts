import type { DicomJson } from '../../../pixels/index.ts';
import { number, sequence, string } from '../../dicomweb/index.ts';
import type { FrameRef } from '../series/frameRef.ts';
import type { Stack } from '../series/stack.ts';
import { objectKindOf } from './objectKind.ts';
import { referencesOf, type ObjectReference } from './references.ts';
import { asOther } from './seriesObject.ts';

/** A Key Object Selection (PS3.3 A.35.4) and which images it names. */
export interface KeyDocument {
  readonly sopInstanceUid: string;
  /** The title's code: why the images were chosen (CID 7010). */
  readonly title: { readonly value: string; readonly scheme: string; readonly meaning: string };
  /** Key Object Description (113012, DCM); empty where there is none. */
  readonly description: string;
  /** Keys of its frames in the stack. */
  readonly imageIds: ReadonlySet<string>;
  /** What it names that is not among the frames: other kinds of objects, and images that are not there. */
  readonly missing: readonly ObjectReference[];
}

/**
 * The images that the Key Object Selections among `instances` name, in the order in which they name them; undefined where
 * there are none.
 *
 * @param stackOf the frames of a series; what it rejects with is noted, and the images of that series are missing
 */
export async function keyImageStack(
  studyInstanceUid: string,
  seriesInstanceUid: string,
  instances: readonly DicomJson[],
  stackOf: (studyInstanceUid: string, seriesInstanceUid: string) => Promise<Stack>,
): Promise<Stack | undefined> {
  const documents = instances
    .filter((instance) => objectKindOf(instance) === 'key-images')
    .toSorted((a, b) => (number(a, 'InstanceNumber') ?? 0) - (number(b, 'InstanceNumber') ?? 0));
  if (documents.length === 0) return undefined;
  const leftOut: Stack['leftOut'] = [];
  const homes = new Map<string, Promise<Stack | undefined>>();
  for (const reference of documents.flatMap(referencesOf)) {
    const { seriesInstanceUid: home } = reference;
    if (home === undefined || homes.has(home) || home === seriesInstanceUid) continue;
    const stack = stackOf(reference.studyInstanceUid ?? studyInstanceUid, home).catch((error: unknown) => {
      leftOut.push({ sopInstanceUid: reference.sopInstanceUid, reason: String(error) });
      return undefined;
    });
    homes.set(home, stack);
  }
  const stacks = (await Promise.all(homes.values())).filter((stack) => stack !== undefined);
  const known = stacks.flatMap(({ frames }) => frames);
  const frames = new Map<string, FrameRef>();
  const keyDocuments = documents.map((document) => {
    const named = namedFrames(document, known);
    for (const frame of named) frames.set(frame.imageId, frame);
    return keyDocument(document, named);
  });
  return {
    studyInstanceUid,
    seriesInstanceUid,
    modality: 'KO',
    frames: [...frames.values()],
    leftOut,
    keyDocuments,
    ...(frames.size === 0 && { objects: documents.map(asOther) }),
  };
}

function keyDocument(document: DicomJson, frames: readonly FrameRef[]): KeyDocument {
  const title = sequence(document, '0040A043')[0] ?? {};
  const description = sequence(document, '0040A730').find(
    (item) => string(sequence(item, '0040A043')[0] ?? {}, '00080100') === '113012',
  );
  const shown = new Set(frames.map(({ sopInstanceUid }) => sopInstanceUid));
  return {
    sopInstanceUid: string(document, 'SOPInstanceUID') ?? '',
    title: {
      value: string(title, '00080100') ?? '',
      scheme: string(title, '00080102') ?? '',
      meaning: string(title, '00080104') ?? '',
    },
    description: (description && string(description, '0040A160')) ?? '',
    imageIds: new Set(frames.map(({ imageId }) => imageId)),
    missing: referencesOf(document).filter(({ sopInstanceUid }) => !shown.has(sopInstanceUid)),
  };
}

/** In the order of the content; where that names none, of the evidence. Without frame numbers all frames are meant. */
function namedFrames(document: DicomJson, known: readonly FrameRef[]): FrameRef[] {
  const inContent = contentReferences(document);
  const references = inContent.length > 0 ? inContent : referencesOf(document).map(allFrames);
  return references.flatMap(({ sopInstanceUid, frameNumbers }) =>
    known.filter(
      (frame) =>
        frame.sopInstanceUid === sopInstanceUid &&
        (frameNumbers.length === 0 || frameNumbers.includes(frame.frameNumber)),
    ),
  );
}

const allFrames = ({ sopInstanceUid }: ObjectReference) => ({ sopInstanceUid, frameNumbers: [] as number[] });

function contentReferences(item: DicomJson): { sopInstanceUid: string; frameNumbers: number[] }[] {
  const own = sequence(item, '00081199').flatMap((reference) => {
    const sopInstanceUid = string(reference, '00081155');
    const frameNumbers = ([] as unknown[])
      .concat(reference['00081160']?.Value ?? [])
      .map(Number)
      .filter(Number.isInteger);
    return sopInstanceUid === undefined ? [] : [{ sopInstanceUid, frameNumbers }];
  });
  return [...own, ...sequence(item, '0040A730').flatMap(contentReferences)];
}
