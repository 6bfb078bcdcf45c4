import { number, sequence, string } from '../../dicomweb/index.ts';
import type { DicomJson } from '../../../pixels/index.ts';

const parametricMap = '1.2.840.10008.5.1.4.1.1.30';

/**
 * How the stored values of a parametric map become real world values (PS3.3 C.7.6.16.2.11): slope, intercept and the unit's
 * code (UCUM, `mm2/s`). Undefined for other images, whose values are told after the Modality LUT, and for maps that give a table.
 *
 * @param attributes of the frame, its functional groups flattened
 */
export function realWorldValue(
  attributes: DicomJson,
): { slope: number; intercept: number; unit: string } | undefined {
  if (string(attributes, '00080016') !== parametricMap) return undefined;
  const slope = number(attributes, '00409225');
  const intercept = number(attributes, '00409224');
  if (slope === undefined || intercept === undefined || slope === 0) return undefined;
  const code = sequence(attributes, '004008EA')[0];
  const unit = code && (string(code, '00080100') ?? string(code, '00080104'));
  // UCUM's 1 is no unit.
  return { slope, intercept, unit: unit === undefined || unit === '1' ? '' : unit };
}

/**
 * The attributes of a parametric map's frame with its window in real world values: VOI comes after the modality rescale
 * (PS3.3 C.11.2), values are shown after the real world mapping. Exact, as values between 0 and 1 are no exception there.
 */
export function withRealWorldWindow(
  attributes: DicomJson,
  { slope, intercept }: { slope: number; intercept: number },
): DicomJson {
  const center = number(attributes, '00281050');
  const width = number(attributes, '00281051');
  if (center === undefined || width === undefined) return attributes;
  const modality = {
    slope: number(attributes, '00281053') || 1,
    intercept: number(attributes, '00281052') ?? 0,
  };
  const perModality = slope / modality.slope;
  return {
    ...attributes,
    '00281050': { vr: 'DS', Value: [(center - modality.intercept) * perModality + intercept] },
    '00281051': { vr: 'DS', Value: [width * Math.abs(perModality)] },
    '00281056': { vr: 'CS', Value: ['LINEAR_EXACT'] },
  };
}
