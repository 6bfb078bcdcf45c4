import type { DicomJson } from '../../../pixels/index.ts';
import type { FindingChange } from '../followUp/index.ts';
import { settled, type Measurement } from '../measurements/index.ts';
import type { FrameRef } from '../series/frameRef.ts';
import { codes } from './codes.ts';
import { code, container, element, image, uidReference } from './contentItem.ts';
import { referenceTo, spaceOf, type FrameLookup } from './frameLookup.ts';
import { measurementGroup } from './measurementGroup.ts';
import { observerContext } from './observerContext.ts';
import {
  contentRoot,
  hierarchicalReferences,
  reportHeader,
  type Evidence,
  type ReportContext,
} from './reportHeader.ts';

export const comprehensiveSr = '1.2.840.10008.5.1.4.1.1.88.33';
export const comprehensive3dSr = '1.2.840.10008.5.1.4.1.1.88.34';

/** Where a document goes: a series of its own, or that of the ones it replaces. */
export interface DocumentPlace {
  readonly sopInstanceUid: string;
  readonly seriesInstanceUid: string;
  readonly instanceNumber: number;
}

/**
 * An Imaging Measurement Report (TID 1500) of one study's measurements, DICOM JSON: a Comprehensive 3D SR, or where no
 * point has a place in the patient a Comprehensive SR, which more programs read.
 *
 * @param replaces the reports whose measurements this one repeats, changes or leaves out (Predecessor Documents Sequence,
 *   PS3.3 C.17.2); readers take the newest
 * @param changes of their findings since the exam before, by the id of the measurement
 * @throws Error when an image a measurement was drawn on is not among the frames
 */
export function measurementReport(
  measurements: readonly Measurement[],
  frames: FrameLookup,
  place: DocumentPlace,
  context: ReportContext,
  replaces: readonly Evidence[],
  changes: ReadonlyMap<string, FindingChange> = new Map(),
): DicomJson {
  const images = drawnOn(measurements, frames);
  const spatial = measurements.some((one) => spaceOf(one, frames) !== undefined);
  const evidence = images.map((frame) => ({ ...frame, ...referenceTo(frame) }));
  return {
    ...reportHeader(context, {
      ...place,
      sopClassUid: spatial ? comprehensive3dSr : comprehensiveSr,
      modality: 'SR',
      seriesNumber: 9901,
    }),
    ...(replaces.length > 0 && { '0040A360': element('SQ', ...hierarchicalReferences(replaces)) }),
    '0040A372': element('SQ'),
    ...(evidence.length > 0 && { '0040A375': element('SQ', ...hierarchicalReferences(evidence)) }),
    // What is measured later is added: the document never claims to be all there is.
    '0040A491': element('CS', 'PARTIAL'),
    '0040A493': element('CS', 'UNVERIFIED'),
    '0040A496': element('CS', 'FINAL'),
    ...contentRoot(codes.measurementReport, '1500', [
      code('HAS CONCEPT MOD', codes.language, codes.english),
      ...observerContext(context),
      code('HAS CONCEPT MOD', codes.procedureReported, codes.imagingProcedure),
      imageLibrary(images),
      container(
        'CONTAINS',
        codes.imagingMeasurements,
        measurements.map((one) => measurementGroup(settled(one), frames, changes.get(one.id))),
      ),
    ]),
  };
}

function drawnOn(measurements: readonly Measurement[], frames: FrameLookup): FrameRef[] {
  const found = measurements.flatMap(({ place }) => {
    const frame =
      place.sopInstanceUid === undefined ? undefined : frames.frame(place.sopInstanceUid, place.frameNumber);
    return frame ? [[frame.imageId, frame] as const] : [];
  });
  return [...new Map(found).values()];
}

/** TID 1600: the images by series, with what they have in common. */
const imageLibrary = (images: readonly FrameRef[]): DicomJson =>
  container(
    'CONTAINS',
    codes.imageLibrary,
    [...Map.groupBy(images, (frame) => frame.seriesInstanceUid).values()].map((ofSeries) => {
      const { modality, frameOfReferenceUid } = ofSeries[0] as FrameRef;
      return container('CONTAINS', codes.imageLibraryGroup, [
        ...(modality === ''
          ? []
          : [
              code('HAS ACQ CONTEXT', codes.modality, {
                value: modality,
                scheme: 'DCM',
                meaning: modality,
              }),
            ]),
        ...(frameOfReferenceUid
          ? [uidReference('HAS ACQ CONTEXT', codes.frameOfReferenceUid, frameOfReferenceUid)]
          : []),
        ...ofSeries.map((frame) => image('CONTAINS', undefined, referenceTo(frame))),
      ]);
    }),
  );
