import { isPadding, type LoadedFrame } from '../frames/loadedFrame.ts';
import { worldToIndex } from '../geometry/framePlane.ts';
import type { Point3 } from '../geometry/vector.ts';
import type { FrameRef } from '../series/frameRef.ts';
import { displayPlane } from '../viewport/sampleFrame.ts';
import { sampleLine } from './lineProfile.ts';
import type { Calibration, LineProfile, MeasuredValue, MeasurementTool } from './measurement.ts';
import {
  angleDegrees,
  cobbDegrees,
  distance,
  ellipseArea,
  polygonArea,
  polygonPerimeter,
  type PlanePoint,
} from './planeFigures.ts';
import { ellipseRegion, polygonRegion } from './regionSpans.ts';
import { regionStatistics } from './regionStatistics.ts';
import { spacingAt, type MeasuringSpacing } from './spacingAt.ts';
import { valueScale } from './valueUnits.ts';

/** The image something is measured on: a frame and, where they are in the page, its pixels. */
export interface MeasuredImage {
  readonly frame: FrameRef;
  /** Without them nothing is said of values, only of lengths, angles and areas. */
  readonly loaded: LoadedFrame | undefined;
}

export interface Measured {
  readonly values: readonly MeasuredValue[];
  readonly calibration: Calibration;
  readonly profile: LineProfile | undefined;
  /** Figures of the pixels are of a picture that is not complete yet. */
  readonly provisional: true | undefined;
}

/**
 * The figures of a measurement by plain arithmetic on the modality values of the frame.
 * @param points patient mm, as many as the tool has
 * @param userFactor mm for one unit of the frame's drawn spacing, where a reader has calibrated the series
 */
export function measure(
  tool: MeasurementTool,
  points: readonly Point3[],
  image: MeasuredImage,
  userFactor?: number,
): Measured {
  const plane = displayPlane(image.frame);
  const indices = points.map((point) => worldToIndex(plane, point));
  const spacing = spacingAt(image.frame, indices, userFactor);
  const inPixels = indices.map(({ column, row }): PlanePoint => [column, row]);
  const inPlane = indices.map(({ column, row }): PlanePoint => [column * spacing.column, row * spacing.row]);
  const profile = tool === 'profile' ? lineProfile(inPixels, inPlane, image, spacing) : undefined;
  const said = profile ? profileValues(profile) : pixelValues(tool, inPixels, image);
  return {
    values: [...geometryValues(tool, inPlane, spacing.unit), ...said],
    calibration: spacing.calibration,
    profile,
    provisional: (image.loaded?.fidelity === 'partial' && said.length > 0) || undefined,
  };
}

/** What follows from the points alone. */
function geometryValues(
  tool: MeasurementTool,
  points: readonly PlanePoint[],
  unit: MeasuringSpacing['unit'],
): MeasuredValue[] {
  const [a, b, c, d] = points as [PlanePoint, PlanePoint, PlanePoint, PlanePoint];
  const area = (value: number): MeasuredValue => ({ quantity: 'area', value, unit: `${unit}2` });
  switch (tool) {
    case 'length':
    case 'profile':
      return [{ quantity: 'length', value: distance(a, b), unit }];
    case 'angle':
      return [{ quantity: 'angle', value: angleDegrees(a, b, c), unit: 'deg' }];
    case 'cobb':
      return [{ quantity: 'angle', value: cobbDegrees(a, b, c, d), unit: 'deg' }];
    case 'bidirectional': {
      const [long, short] = [distance(a, b), distance(c, d)].sort((x, y) => y - x) as [number, number];
      return [
        { quantity: 'longAxis', value: long, unit },
        { quantity: 'shortAxis', value: short, unit },
      ];
    }
    case 'ellipse':
      return [area(ellipseArea(a, b, c, d))];
    case 'rectangle':
      return [area(polygonArea(points))];
    case 'freehand':
      return [area(polygonArea(points)), { quantity: 'perimeter', value: polygonPerimeter(points), unit }];
    case 'probe':
    case 'arrow':
      return [];
  }
}

/** What the pixels say; nothing of colours but what a probe reads, nothing of pixels that are not in the page. */
function pixelValues(
  tool: MeasurementTool,
  points: readonly PlanePoint[],
  { frame, loaded }: MeasuredImage,
): MeasuredValue[] {
  if (!loaded) return [];
  const { unit, factor } = valueScale(frame);
  const [a, b, c, d] = points as [PlanePoint, PlanePoint, PlanePoint, PlanePoint];
  if (tool === 'probe')
    return probed({ frame, loaded }, a).map((value) => ({ quantity: 'value', value: value * factor, unit }));
  if (isColour(loaded)) return [];
  if (tool === 'ellipse') return statistics(loaded, ellipseRegion(a, b, c, d), unit, factor);
  if (tool === 'rectangle' || tool === 'freehand')
    return statistics(loaded, polygonRegion(points), unit, factor);
  return [];
}

function statistics(
  loaded: LoadedFrame,
  region: ReturnType<typeof polygonRegion>,
  unit: string,
  factor: number,
): MeasuredValue[] {
  const found = regionStatistics(loaded, region, factor);
  if (!found) return [{ quantity: 'pixels', value: 0, unit: '1' }];
  return [
    { quantity: 'mean', value: found.mean, unit },
    { quantity: 'standardDeviation', value: found.standardDeviation, unit },
    { quantity: 'minimum', value: found.minimum, unit },
    { quantity: 'maximum', value: found.maximum, unit },
    { quantity: 'pixels', value: found.pixels, unit: '1' },
  ];
}

/** The samples of the pixel nearest to a place; nothing outside the image, or the volume it is computed of. */
function probed({ frame, loaded }: { frame: FrameRef; loaded: LoadedFrame }, [x, y]: PlanePoint): number[] {
  const { values, rows, columns, samplesPerPixel, padding } = loaded;
  const [column, row] = [Math.round(x), Math.round(y)];
  if (column < 0 || row < 0 || column >= columns || row >= rows) return [];
  const at = (row * columns + column) * samplesPerPixel;
  if (frame.derived && padding && isPadding(padding, values[at] as number)) return [];
  return Array.from(values.slice(at, at + samplesPerPixel));
}

function lineProfile(
  [from, to]: readonly PlanePoint[],
  inPlane: readonly PlanePoint[],
  { frame, loaded }: MeasuredImage,
  spacing: MeasuringSpacing,
): LineProfile | undefined {
  if (!from || !to || !loaded || isColour(loaded)) return undefined;
  const { unit, factor } = valueScale(frame);
  const { fractions, values } = sampleLine(loaded, from, to, factor);
  const length = distance(inPlane[0] as PlanePoint, inPlane[1] as PlanePoint);
  return {
    distances: fractions.map((fraction) => fraction * length),
    values,
    distanceUnit: spacing.unit,
    unit,
  };
}

function profileValues({ values, unit }: LineProfile): MeasuredValue[] {
  const inside = values.filter((value) => !Number.isNaN(value));
  if (inside.length === 0) return [];
  const mean = inside.reduce((total, value) => total + value, 0) / inside.length;
  return [
    { quantity: 'mean', value: mean, unit },
    { quantity: 'minimum', value: Math.min(...inside), unit },
    { quantity: 'maximum', value: Math.max(...inside), unit },
  ];
}

/** Colours, and indices into a palette, are no quantities. */
const isColour = ({ samplesPerPixel, photometricInterpretation }: LoadedFrame): boolean =>
  samplesPerPixel > 1 || photometricInterpretation === 'PALETTE COLOR';
