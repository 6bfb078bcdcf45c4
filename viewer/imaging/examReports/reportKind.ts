import type { DicomJson } from '../../../pixels/index.ts';
import { sequence, string } from '../../dicomweb/index.ts';
import type { ReportKind } from './examReport.ts';

const classPrefix = '1.2.840.10008.5.1.4.1.1.88.';

/** SR storage classes that are for one thing only (PS3.6 Annex A), by what follows the prefix. */
const kindsByClass: Readonly<Record<string, ReportKind>> = {
  // Procedure Log; Acquisition Context; Planned and Performed Imaging Agent Administration.
  '40': 'record',
  '71': 'record',
  '74': 'record',
  '75': 'record',
  // Mammography, Chest and Colon CAD.
  '50': 'detection',
  '65': 'detection',
  '69': 'detection',
  // X-Ray, Radiopharmaceutical, Patient and Enhanced X-Ray Radiation Dose.
  '67': 'dose',
  '68': 'dose',
  '73': 'dose',
  '76': 'dose',
  // Simplified Adult Echo.
  '72': 'measurements',
};

/** Titles of measurement reports (CID 7021 and the roots of TID 5000, 5100, 5200): DCM. */
const measurementTitles = new Set(['126000', '126001', '126002', '126003', '125000', '125100', '125200']);
/** Imaging Measurement Report, TID 1500, whatever it is called. */
const measurementTemplates = new Set(['1500', '5000', '5100', '5200', '5220', '5300']);

/** What an SR document is for: by its SOP class, else by its template, else by its title. All that is not known to be made on the way is to be read first. */
export function reportKindOf(instance: DicomJson): ReportKind {
  const sopClass = string(instance, 'SOPClassUID') ?? '';
  const byClass = sopClass.startsWith(classPrefix)
    ? kindsByClass[sopClass.slice(classPrefix.length)]
    : undefined;
  if (byClass) return byClass;
  const template = sequence(instance, '0040A504')[0];
  const title = sequence(instance, '0040A043')[0];
  const isMeasurements =
    measurementTemplates.has((template && string(template, '0040DB00')) ?? '') ||
    (title && string(title, '00080102') === 'DCM' && measurementTitles.has(string(title, '00080100') ?? ''));
  return isMeasurements ? 'measurements' : 'reading';
}
