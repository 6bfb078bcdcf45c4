import dcmjs from 'dcmjs';
import type { DicomJson } from '../../../pixels/index.ts';
import { element } from './contentItem.ts';

const explicitVrLittleEndian = '1.2.840.10008.1.2.1';
const implementationClassUid = '2.25.167319236028430518240983402731935412029';

/** A DICOM JSON data set as a DICOM file (PS3.10 7.1), Explicit VR Little Endian. */
export function writePart10(dataSet: DicomJson): Blob {
  const uidAt = (tag: string): string => String(dataSet[tag]?.Value?.[0] ?? '');
  const file = new dcmjs.data.DicomDict({
    '00020001': element('OB', Uint8Array.of(0, 1).buffer),
    '00020002': element('UI', uidAt('00080016')),
    '00020003': element('UI', uidAt('00080018')),
    '00020010': element('UI', explicitVrLittleEndian),
    '00020012': element('UI', implementationClassUid),
    '00020013': element('SH', 'YUNYING'),
  });
  file.dict = dataSet;
  return new Blob([file.write()], { type: 'application/dicom' });
}
