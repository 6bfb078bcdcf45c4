import type { SeriesPlan, StudyPlan } from '../plan.ts';
import { slicePosition, sopInstanceUid } from '../plan.ts';
import type { Element } from './part10.ts';
import { part10File } from './part10.ts';

const CT_IMAGE_STORAGE = '1.2.840.10008.5.1.4.1.1.2';

function patient({ patient: p, ageYears }: StudyPlan): Element[] {
  return [
    [0x00100010, 'PN', p.name],
    [0x00100020, 'LO', p.id],
    [0x00100030, 'DA', p.birthDate],
    [0x00100040, 'CS', p.sex],
    [0x00101010, 'AS', `${String(ageYears).padStart(3, '0')}Y`],
    [0x00101020, 'DS', p.sizeM],
    [0x00101030, 'DS', p.weightKg],
    [0x00104000, 'LT', '计算机生成的演示影像，并非真实患者。'],
  ];
}

function generalStudy(study: StudyPlan): Element[] {
  return [
    [0x0020000d, 'UI', study.studyInstanceUid],
    [0x00080020, 'DA', study.date],
    [0x00080030, 'TM', study.time],
    [0x00080050, 'SH', study.accessionNumber],
    [0x00080090, 'PN', 'Chen^Mo=陈^默'],
    [0x00200010, 'SH', study.studyId],
    [0x00081030, 'LO', study.description],
  ];
}

function seriesAndEquipment(study: StudyPlan, series: SeriesPlan): Element[] {
  return [
    [0x00080060, 'CS', 'CT'],
    [0x0020000e, 'UI', series.seriesInstanceUid],
    [0x00200011, 'IS', series.seriesNumber],
    [0x00080021, 'DA', study.date],
    [0x00080031, 'TM', study.time],
    [0x0008103e, 'LO', series.description],
    [0x00181030, 'LO', '胸部平扫'],
    [0x00180015, 'CS', 'CHEST'],
    [0x00185100, 'CS', 'HFS'],
    [0x00080070, 'LO', 'Yunying'],
    [0x00080080, 'LO', '云影演示医院'],
    [0x00081010, 'SH', 'CT1'],
    [0x00081040, 'LO', '放射科'],
    [0x00081090, 'LO', 'Computed phantom'],
    [0x00181000, 'LO', 'DEMO-1'],
    [0x00181020, 'LO', '1'],
    [0x00200052, 'UI', study.frameOfReferenceUid],
    [0x00201040, 'LO', ''],
  ];
}

function acquisition(study: StudyPlan, series: SeriesPlan, index: number): Element[] {
  const axial = ['ORIGINAL', 'PRIMARY', 'AXIAL'];
  return [
    [0x00080008, 'CS', axial],
    [0x00080022, 'DA', study.date],
    [0x00080032, 'TM', study.time],
    [0x00080023, 'DA', study.date],
    [0x00080033, 'TM', study.time],
    [0x00200012, 'IS', 1],
    [0x00200013, 'IS', index + 1],
    [0x00180022, 'CS', 'HELICAL MODE'],
    [0x00180060, 'DS', 120],
    [0x00180090, 'DS', 500],
    [0x00181100, 'DS', decimals(series.pixelSpacingMm * series.columns, 3)],
    [0x00181120, 'DS', 0],
    [0x00181130, 'DS', study.tableY],
    [0x00181140, 'CS', 'CW'],
    [0x00181150, 'IS', 500],
    [0x00181151, 'IS', 120],
    [0x00181152, 'IS', 60],
    [0x00181160, 'SH', 'BODY'],
    [0x00181210, 'SH', series.kernel],
  ];
}

function imagePlane(series: SeriesPlan, index: number): Element[] {
  const position = slicePosition(series, index);
  return [
    [0x00280030, 'DS', [series.pixelSpacingMm, series.pixelSpacingMm]],
    [0x00200037, 'DS', [1, 0, 0, 0, 1, 0]],
    [0x00200032, 'DS', position.map((value) => decimals(value, 4))],
    [0x00180050, 'DS', series.sliceThicknessMm],
    [0x00180088, 'DS', series.sliceSpacingMm],
    [0x00201041, 'DS', decimals(position[2], 4)],
  ];
}

function imagePixel(series: SeriesPlan, stored: Uint16Array): Element[] {
  return [
    [0x00280002, 'US', 1],
    [0x00280004, 'CS', 'MONOCHROME2'],
    [0x00280010, 'US', series.rows],
    [0x00280011, 'US', series.columns],
    [0x00280100, 'US', 16],
    [0x00280101, 'US', 12],
    [0x00280102, 'US', 11],
    [0x00280103, 'US', 0],
    [0x00280301, 'CS', 'NO'],
    [0x00281050, 'DS', series.windows.map(({ center }) => center)],
    [0x00281051, 'DS', series.windows.map(({ width }) => width)],
    [0x00281055, 'LO', series.windows.map(({ explanation }) => explanation)],
    [0x00281052, 'DS', -1024],
    [0x00281053, 'DS', 1],
    [0x00281054, 'LO', 'HU'],
    [0x00282110, 'CS', '00'],
    [0x7fe00010, 'OW', new Uint8Array(stored.buffer, stored.byteOffset, stored.byteLength)],
  ];
}

const decimals = (value: number, digits: number): number => Number(value.toFixed(digits));

/** The Part 10 file of one slice: the CT Image IOD of PS3.3 A.3. `stored` holds HU + 1024 in 12 bits, row by row. */
export function ctImageFile(
  seed: string,
  study: StudyPlan,
  series: SeriesPlan,
  index: number,
  stored: Uint16Array,
): Uint8Array {
  const uid = sopInstanceUid(seed, series, index);
  return part10File(CT_IMAGE_STORAGE, uid, [
    [0x00080005, 'CS', 'ISO_IR 192'],
    [0x00080016, 'UI', CT_IMAGE_STORAGE],
    [0x00080018, 'UI', uid],
    [0x00080012, 'DA', study.date],
    [0x00080013, 'TM', study.time],
    ...patient(study),
    ...generalStudy(study),
    ...seriesAndEquipment(study, series),
    ...acquisition(study, series, index),
    ...imagePlane(series, index),
    ...imagePixel(series, stored),
  ]);
}
