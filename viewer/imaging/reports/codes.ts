import type { SizeQuantity } from '../followUp/index.ts';
import type { Calibration, MeasuredValue, MeasurementTool } from '../measurements/measurement.ts';

/** A coded concept (PS3.3 8.8): value, designator of the scheme, meaning. */
export interface Code {
  readonly value: string;
  readonly scheme: string;
  readonly meaning: string;
}

const dcm = (value: string, meaning: string): Code => ({ value, scheme: 'DCM', meaning });
const sct = (value: string, meaning: string): Code => ({ value, scheme: 'SCT', meaning });
/** What no published scheme has; `99` marks a scheme of one's own (PS3.16 8.2). */
const own = (value: string, meaning: string): Code => ({ value, scheme: '99YUNYING', meaning });

/** Concepts of TID 1500 and what it includes, and of TID 2010 (PS3.16 Annexes A and D). */
export const codes = {
  measurementReport: dcm('126000', 'Imaging Measurement Report'),
  language: dcm('121049', 'Language of Content Item and Descendants'),
  english: { value: 'en', scheme: 'RFC5646', meaning: 'English' },
  observerType: dcm('121005', 'Observer Type'),
  person: dcm('121006', 'Person'),
  device: dcm('121007', 'Device'),
  personObserverName: dcm('121008', 'Person Observer Name'),
  deviceObserverUid: dcm('121012', 'Device Observer UID'),
  deviceObserverName: dcm('121013', 'Device Observer Name'),
  deviceObserverManufacturer: dcm('121014', 'Device Observer Manufacturer'),
  procedureReported: dcm('121058', 'Procedure reported'),
  imagingProcedure: sct('363679005', 'Imaging procedure'),
  imageLibrary: dcm('111028', 'Image Library'),
  imageLibraryGroup: dcm('126200', 'Image Library Group'),
  modality: dcm('121139', 'Modality'),
  frameOfReferenceUid: dcm('112227', 'Frame of Reference UID'),
  imagingMeasurements: dcm('126010', 'Imaging Measurements'),
  measurementGroup: dcm('125007', 'Measurement Group'),
  trackingIdentifier: dcm('112039', 'Tracking Identifier'),
  trackingUid: dcm('112040', 'Tracking Unique Identifier'),
  finding: dcm('121071', 'Finding'),
  findingSite: sct('363698007', 'Finding Site'),
  comment: dcm('121106', 'Comment'),
  measurementMethod: sct('370129005', 'Measurement Method'),
  imageRegion: dcm('111030', 'Image Region'),
  sourceImage: dcm('121324', 'Source Image'),
  sourceOfMeasurement: dcm('121112', 'Source of Measurement'),
  sourceSeries: dcm('121232', 'Source series for segmentation'),
  plane: own('plane', 'Plane of measurement'),
  sizeChange: own('size-change', 'Change of size since the previous exam'),
  percentChange: own('percent-change', 'Change of size since the previous exam in percent'),
  interval: own('interval', 'Interval since the previous exam'),
  doublingTime: own('doubling-time', 'Volume doubling time'),
  changedSize: own('changed-size', 'Size that has changed'),
  procedureStudyUid: dcm('121018', 'Procedure Study Instance UID'),
  studyDate: dcm('111060', 'Study Date'),
  ofInterest: dcm('113000', 'Of Interest'),
  keyObjectDescription: dcm('113012', 'Key Object Description'),
} as const satisfies Record<string, Code>;

/** The concept each figure of ours is written as. */
export const quantityCodes: Record<MeasuredValue['quantity'], Code> = {
  length: sct('410668003', 'Length'),
  longAxis: sct('103339001', 'Long Axis'),
  shortAxis: sct('103340004', 'Short Axis'),
  angle: sct('1483009', 'Angle'),
  perimeter: sct('131191004', 'Perimeter'),
  area: sct('42798000', 'Area'),
  mean: sct('373098007', 'Mean'),
  standardDeviation: sct('386136009', 'Standard Deviation'),
  minimum: sct('255605001', 'Minimum'),
  maximum: sct('56851009', 'Maximum'),
  pixels: own('pixels', 'Number of pixels'),
  value: own('value', 'Value of pixel'),
};

/** The sizes by which findings are followed. */
export const sizeCodes: Record<SizeQuantity, Code> = {
  length: quantityCodes.length,
  longAxis: quantityCodes.longAxis,
  shortAxis: quantityCodes.shortAxis,
  area: quantityCodes.area,
  meanDiameter: own('mean-diameter', 'Mean of long and short axis'),
  effectiveDiameter: own('area-diameter', 'Diameter of the circle of the same area'),
};

/** A Cobb angle is an angle by another name. */
export const cobbAngle = sct('285285000', 'Cobb angle');

/** Concepts that other programs use for the same, by scheme and value. */
const otherNames: Record<string, MeasuredValue['quantity']> = {
  'SRT:G-D7FE': 'length',
  'DCM:121206': 'length',
  'SRT:G-A185': 'longAxis',
  'SRT:G-A186': 'shortAxis',
  'SCT:131191001': 'perimeter',
  'SRT:G-A16A': 'area',
  'SRT:G-A166': 'area',
  'SRT:R-00317': 'mean',
  'SRT:R-10047': 'standardDeviation',
  'SRT:R-404FB': 'minimum',
  'SRT:G-A437': 'maximum',
  'SCT:285285000': 'angle',
};

const known = new Map<string, MeasuredValue['quantity']>([
  ...Object.entries(quantityCodes).map(
    ([quantity, code]) => [keyOf(code), quantity as MeasuredValue['quantity']] as const,
  ),
  ...Object.entries(otherNames),
]);

/** The figure a concept stands for; undefined where we have none for it. */
export const quantityOf = (code: Code | undefined): MeasuredValue['quantity'] | undefined =>
  code && known.get(keyOf(code));

/** Where the millimetres come from (PS3.3 10.7.1.3), as measurement method. */
export const calibrationCodes: Record<Calibration, Code> = {
  geometry: own('cal-geometry', 'Millimetres from the geometry of the images'),
  fiducial: own('cal-fiducial', 'Millimetres from an object of known size'),
  detector: own('cal-detector', 'Millimetres at the detector'),
  estimated: own('cal-estimated', 'Millimetres by estimated magnification'),
  user: own('cal-user', 'Millimetres calibrated by the user'),
  region: own('cal-region', 'Units of the ultrasound region'),
  none: own('cal-none', 'Not calibrated'),
};

export function calibrationOf(code: Code | undefined): Calibration | undefined {
  const found = Object.entries(calibrationCodes).find(([, known]) => sameCode(known, code));
  return found?.[0] as Calibration | undefined;
}

/** The tools that mark out a region (TID 1410); the others measure between points (TID 1501 with TID 300). */
export const marksRegion = (tool: MeasurementTool): boolean =>
  tool === 'ellipse' || tool === 'rectangle' || tool === 'freehand' || tool === 'arrow';

export const sameCode = (a: Code | undefined, b: Code | undefined): boolean =>
  a?.value === b?.value && a?.scheme === b?.scheme;

function keyOf({ scheme, value }: Code): string {
  return `${scheme}:${value}`;
}
