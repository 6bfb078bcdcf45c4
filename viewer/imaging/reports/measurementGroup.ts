import type { DicomJson } from '../../../pixels/index.ts';
import { worldToIndex } from '../geometry/framePlane.ts';
import { length, subtract, type Point3 } from '../geometry/vector.ts';
import type { MeasuredValue, Measurement } from '../measurements/measurement.ts';
import { trackingOf } from '../measurements/tracking.ts';
import type { FindingChange } from '../followUp/index.ts';
import { displayPlane } from '../viewport/sampleFrame.ts';
import { changeItems } from './changeItems.ts';
import { calibrationCodes, cobbAngle, codes, marksRegion, quantityCodes, type Code } from './codes.ts';
import {
  code,
  container,
  image,
  imageCoordinates,
  numeric,
  observed,
  patientCoordinates,
  text,
  uidReference,
  type Relation,
} from './contentItem.ts';
import { referenceTo, spaceOf, type FrameLookup } from './frameLookup.ts';
import { planeText } from './planeText.ts';
import { unitCode } from './units.ts';

/**
 * A measurement as a measurement group: TID 1410 for regions, TID 1501 with TID 300 for what is measured between points
 * (PS3.16). Points in the patient are SCOORD3D in the frame of reference, beside the image they were drawn on; where an image
 * has no place in the patient they are SCOORD on it. What has become of its finding since the exam before stands last.
 *
 * @throws Error when the image it was drawn on is needed and not among the frames
 */
export function measurementGroup(
  measurement: Measurement,
  frames: FrameLookup,
  change?: FindingChange,
): DicomJson {
  const { tool, label, place, values, calibration } = measurement;
  const source = sourceImage(measurement, frames);
  const coordinates = coordinatesOf(measurement, frames);
  const spatial = spaceOf(measurement, frames) !== undefined;
  const atGroup = marksRegion(tool) || values.length === 0;
  const figures = values.map((value) =>
    numeric(conceptOf(measurement, value), value.value, unitCode(value.unit), [
      ...(atGroup ? [] : [coordinates('INFERRED FROM', pointsOf(measurement, value))]),
      ...(spatial && source ? [image('INFERRED FROM', codes.sourceOfMeasurement, source)] : []),
    ]),
  );
  const group = container('CONTAINS', codes.measurementGroup, [
    text('HAS OBS CONTEXT', codes.trackingIdentifier, trackingIdentifier(measurement)),
    uidReference('HAS OBS CONTEXT', codes.trackingUid, trackingOf(measurement) ?? measurement.id),
    code('HAS CONCEPT MOD', codes.measurementMethod, calibrationCodes[calibration]),
    ...(label === '' ? [] : [text('CONTAINS', codes.comment, label)]),
    ...(spatial ? [text('CONTAINS', codes.plane, planeText(place))] : []),
    ...(spatial && source ? [image('CONTAINS', codes.sourceImage, source)] : []),
    ...(source ? [] : [uidReference('CONTAINS', codes.sourceSeries, place.seriesInstanceUid)]),
    ...(atGroup ? [coordinates('CONTAINS', measurement.points)] : []),
    ...figures,
    ...(change ? changeItems(change) : []),
  ]);
  // The Tracking UID is the finding's, which measurements of other dates share.
  return observed(measurement.id, group);
}

/** Whether a report can say where a measurement is: its image is at hand, or its frame of reference is known. */
export const isReportable = ({ place }: Measurement, frames: FrameLookup): boolean =>
  place.sopInstanceUid === undefined
    ? place.frameOfReferenceUid !== undefined
    : frames.frame(place.sopInstanceUid, place.frameNumber) !== undefined;

/** Tells our readers which tool drew it, and people too; the same for measurements of one finding by one tool. */
const trackingIdentifier = (measurement: Measurement): string =>
  `Yunying:${measurement.tool}:${(trackingOf(measurement) ?? measurement.id).slice(-8)}`;

function conceptOf({ tool }: Measurement, { quantity }: MeasuredValue): Code {
  return tool === 'cobb' && quantity === 'angle' ? cobbAngle : quantityCodes[quantity];
}

/** The two diameters of a bidirectional measurement have a line each: the longer is the long axis, whichever was drawn first. */
function pointsOf({ tool, points }: Measurement, { quantity }: MeasuredValue): readonly Point3[] {
  const [a, b, c, d] = points;
  if (tool !== 'bidirectional' || !a || !b || !c || !d) return points;
  const firstIsLong = length(subtract(a, b)) >= length(subtract(c, d));
  return (quantity === 'shortAxis') === firstIsLong ? [c, d] : [a, b];
}

function sourceImage({ place }: Measurement, frames: FrameLookup) {
  if (place.sopInstanceUid === undefined) return undefined;
  const frame = frames.frame(place.sopInstanceUid, place.frameNumber);
  if (!frame) throw new Error(`the image ${place.sopInstanceUid} of a measurement is not at hand`);
  return referenceTo(frame);
}

/** Makes the content item of points, in patient or image coordinates. */
function coordinatesOf(
  measurement: Measurement,
  frames: FrameLookup,
): (relation: Relation, points: readonly Point3[]) => DicomJson {
  const { tool, place } = measurement;
  const frameOfReferenceUid = spaceOf(measurement, frames);
  if (frameOfReferenceUid !== undefined)
    return (relation, points) => {
      const graphic = graphicOf(tool, points);
      return patientCoordinates(
        relation,
        codes.imageRegion,
        { type: graphic.type, data: graphic.points.flat() },
        frameOfReferenceUid,
      );
    };
  const frame =
    place.sopInstanceUid === undefined ? undefined : frames.frame(place.sopInstanceUid, place.frameNumber);
  if (!frame) throw new Error('a measurement has neither a frame of reference nor an image at hand');
  return (relation, points) => {
    const graphic = graphicOf(tool, points);
    const data = graphic.points.flatMap((point) => {
      const { column, row } = worldToIndex(displayPlane(frame), point);
      // The upper left corner of the first pixel is 0, 0 (PS3.3 C.18.6.1.1); our indices count from its centre.
      return [column + 0.5, row + 0.5];
    });
    // A polygon in an image is a closed polyline (PS3.3 C.18.6.1.2).
    const type = graphic.type === 'POLYGON' ? 'POLYLINE' : graphic.type;
    return imageCoordinates(
      relation,
      codes.imageRegion,
      { type, data },
      image('SELECTED FROM', codes.sourceImage, referenceTo(frame)),
    );
  };
}

/** Graphic type and points as PS3.3 C.18.9.1.2 wants them: polygons closed, the major axis of an ellipse first. */
function graphicOf(
  tool: Measurement['tool'],
  points: readonly Point3[],
): { type: string; points: readonly Point3[] } {
  const [a, b, c, d] = points;
  if (tool === 'ellipse' && a && b && c && d) {
    const majorFirst = length(subtract(a, b)) >= length(subtract(c, d));
    return { type: 'ELLIPSE', points: majorFirst ? points : [c, d, a, b] };
  }
  if (tool === 'rectangle' || tool === 'freehand')
    return { type: 'POLYGON', points: a ? [...points, a] : points };
  return { type: tool === 'probe' ? 'POINT' : 'POLYLINE', points };
}
