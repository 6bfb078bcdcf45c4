import { existsSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { readDicom } from '../../../../pixels/__tests__/readDicom.ts';
import type { Measurement } from '../../measurements/measurement.ts';
import { buildStack } from '../../series/stack.ts';
import { frameLookup } from '../frameLookup.ts';
import { comprehensive3dSr, comprehensiveSr, measurementReport } from '../measurementReport.ts';
import { readMeasurements } from '../readMeasurements.ts';
import { isOwn, newestReports, readReport, type SrDocument } from '../readReport.ts';
import type { Evidence, ReportContext } from '../reportHeader.ts';
import { writePart10 } from '../writePart10.ts';
import { frames, instances, oblique, oneOfEach, seriesUid, studyUid, unplaced } from './images.ts';
import { dcmtk, has, judge, readByDcmtk, readFileByDcmtk } from './tools.ts';

const context: ReportContext = {
  image: instances[0] as ReportContext['image'],
  now: new Date('2026-07-02T03:04:05.678Z'),
  author: 'Wang^Yisheng=王^医生',
  seriesDescription: '测量',
  softwareVersion: '0.1.0',
};
const place = { sopInstanceUid: '2.25.1', seriesInstanceUid: '2.25.2', instanceNumber: 1 };
const earlier: Evidence = {
  studyInstanceUid: studyUid,
  seriesInstanceUid: '2.25.2',
  sopClassUid: comprehensive3dSr,
  sopInstanceUid: '2.25.77',
};
const everything = [...oneOfEach, unplaced, oblique];

const report = (measurements: readonly Measurement[], replaces: readonly Evidence[] = []) =>
  measurementReport(measurements, frames, place, context, replaces);

function read(document: ReturnType<typeof report>): SrDocument {
  const found = readReport(document);
  if (!found) throw new Error('the report is not read as one');
  return found;
}

/** Points without the order of the axes, which a report does not keep. */
const sameShape = (measurement: Measurement): object => ({
  ...measurement,
  points: measurement.points.map((point) => point.map((value) => Math.round(value * 1e4) / 1e4)),
});

describe('measurementReport', () => {
  it('reads back as it was written, through the file and DCMTK', async (test) => {
    if (!dcmtk) return test.skip('DCMTK is absent');
    const dataSet = await readByDcmtk(writePart10(report(everything, [earlier])));
    const document = read(dataSet);
    const { measurements, entries } = readMeasurements(document, frames, '王 医生');
    expect(entries.find(({ name }) => name === 'Procedure reported')?.value).toBe('Imaging procedure');
    expect(measurements.map(sameShape)).toEqual(everything.map(sameShape));
    expect(document).toMatchObject({
      title: 'Imaging Measurement Report',
      seriesDescription: '测量',
      manufacturer: 'Yunying',
      predecessors: ['2.25.77'],
    });
    expect(isOwn(document, '王 医生')).toBe(true);
    expect(isOwn(document, undefined)).toBe(false);
  });

  it('says to DCMTK what was measured', async (test) => {
    if (!dcmtk) return test.skip('DCMTK is absent');
    const said = await judge(writePart10(report(everything)), 'dsrdump', '+Pc', '+U8');
    expect(said).toContain('Patient             : Zhang^Xiaodong=张^小东 (#P1)');
    expect(said).toContain('NUM:(410668003,SCT,"Length")="50" (mm,UCUM,"millimeter")');
    expect(said).toContain('NUM:(1483009,SCT,"Angle")="90" (deg,UCUM,"degree")');
    expect(said).toContain('NUM:(285285000,SCT,"Cobb angle")="45" (deg,UCUM,"degree")');
    expect(said).toContain('NUM:(42798000,SCT,"Area")="628.318530717959" (mm2,UCUM,"square millimeter")');
    expect(said).toContain(
      'NUM:(373098007,SCT,"Mean")="-812.34567890123" ([hnsf\'U],UCUM,"Hounsfield unit")',
    );
    expect(said).toContain('TEXT:(121106,DCM,"Comment")="左肺上叶结节"');
    // Column 10, row 20 counted from pixel centres.
    expect(said).toContain('SCOORD:(111030,DCM,"Image Region")=(POLYLINE,10.5/20.5,...)');
    expect(said).not.toMatch(/^[EF]:/m);
  });

  it.each([
    ['everything', everything, [earlier]],
    ['without a place in the patient', [unplaced], []],
    ['on a computed plane only', [oblique], []],
    ['nothing left', [], [earlier]],
  ] as const)('is without fault to dciodvfy: %s', async (_, measurements, replaces) => {
    if (!has('dciodvfy')) return;
    const said = await judge(writePart10(report(measurements, replaces)), 'dciodvfy');
    expect(said).toMatch(/^Comprehensive(3D)?SR$/m);
    expect(said).not.toMatch(/^Error/m);
  });

  it('is a Comprehensive SR where no point has a place in the patient', () => {
    expect(report([unplaced])['00080016']?.Value).toEqual([comprehensiveSr]);
    expect(report([unplaced, oblique])['00080016']?.Value).toEqual([comprehensive3dSr]);
  });

  it('names the images as evidence, each once', () => {
    expect(read(report(everything)).imageSeries.map((one) => one.seriesInstanceUid)).toEqual([seriesUid]);
    const text = JSON.stringify(report(everything)['0040A375']);
    expect(text.match(/1\.2\.826\.0\.1\.1\.1\.2"/g)).toHaveLength(1);
  });

  it('gives to whoever is not its author what they cannot change', () => {
    const { measurements } = readMeasurements(read(report(everything)), frames, undefined);
    expect(measurements.every((one) => one.foreign)).toBe(true);
    expect(new Set(measurements.map(({ id }) => id)).size).toBe(everything.length);
  });

  it('tells a measurement from the finding it is of: its own identity stays, the Tracking UID is shared', async (test) => {
    const followed: Measurement = { ...(everything[0] as Measurement), trackingUid: '2.25.100424242' };
    const document = report([followed, everything[3] as Measurement]);
    expect(readMeasurements(read(document), frames, '王 医生').measurements).toMatchObject([
      { id: followed.id, trackingUid: '2.25.100424242' },
      { id: everything[3]?.id, trackingUid: undefined },
    ]);
    // Who follows up the finding in another report finds its Tracking UID, also where it was never paired.
    expect(readMeasurements(read(document), frames, undefined).measurements).toMatchObject([
      { trackingUid: '2.25.100424242', foreign: true },
      { trackingUid: everything[3]?.id, foreign: true },
    ]);
    if (!dcmtk) return test.skip('DCMTK is absent');
    const said = await judge(writePart10(document), 'dsrdump', '+Pc', '+Pu', '+U8');
    expect(said).toContain('UIDREF:(112040,DCM,"Tracking Unique Identifier")="2.25.100424242"');
    expect(said).toContain('TEXT:(112039,DCM,"Tracking Identifier")="Yunying:length:00424242"');
    expect(said).not.toMatch(/^[EF]:/m);
    if (has('dciodvfy'))
      expect(await judge(writePart10(document), 'dciodvfy')).not.toMatch(/^(Error|Warning.*0040,a171)/m);
  });

  it('reads what was written before measurements could be paired', () => {
    const text = JSON.stringify(report([everything[0] as Measurement]));
    const old = JSON.parse(text.replace(/,?"0040A171":\{[^}]*\}/, '')) as ReturnType<typeof report>;
    expect(JSON.stringify(old)).not.toContain('0040A171');
    expect(readMeasurements(read(old), frames, '王 医生').measurements).toMatchObject([
      { id: everything[0]?.id, trackingUid: undefined },
    ]);
  });

  it('refuses a measurement whose image is not at hand', () => {
    expect(() => measurementReport([unplaced], frameLookup([]), place, context, [])).toThrow(
      '1.2.826.0.1.1.1.4',
    );
  });
});

describe('newestReports', () => {
  it('leaves out what was replaced', () => {
    const first = read(report(everything));
    const second = read({
      ...report([unplaced], [{ ...earlier, sopInstanceUid: '2.25.1' }]),
      '00080018': { vr: 'UI', Value: ['2.25.3'] },
    });
    expect(newestReports([second, first])).toEqual([second]);
  });
});

const shared = fileURLToPath(new URL('../../../../../shared/dicom/', import.meta.url));

describe('reports of others', () => {
  const filesIn = (folder: string): string[] => readdirSync(folder).map((name) => `${folder}/${name}`);

  it('reads the lesion boxes of the NLST chest CT where they are', (test) => {
    const folder = `${shared}volumes/ct_chest_nlst_101287_T0`;
    if (!existsSync(folder) || !dcmtk) return test.skip('../shared/dicom or DCMTK is absent');
    const images = filesIn(`${folder}/CT_9089952642`).map((path) => readDicom(path).dataSet);
    const document = read(readFileByDcmtk(filesIn(`${folder}/SR_9961648991`)[0] as string));
    const stack = buildStack('', '', images);
    const { measurements } = readMeasurements(document, frameLookup([stack]), undefined);
    const groups = document.content.children.at(-1)?.children ?? [];
    expect(measurements).toHaveLength(groups.length);
    expect(measurements.every(({ tool, foreign }) => tool === 'rectangle' && foreign)).toBe(true);
    // dcmdump: 271\289 to 306\317 on the image of the second group; position and spacing of that image by hand.
    const second = measurements[1] as Measurement;
    const image = images.find((one) => one['00080018']?.Value?.[0] === second.place.sopInstanceUid);
    const [x, y, z] = image?.['00200032']?.Value as [number, number, number];
    const [spacing] = image?.['00280030']?.Value as [number];
    const corner = (column: number, row: number) => [
      x + (column - 0.5) * spacing,
      y + (row - 0.5) * spacing,
      z,
    ];
    const expected = [corner(271, 289), corner(306, 289), corner(306, 317), corner(271, 317)];
    second.points.flat().forEach((value, i) => expect(value).toBeCloseTo(expected.flat()[i] as number, 6));
    expect(second.label).toBe('Lesion, Lung structure');
  });

  it('reads the lesions of the prostate MR as points in the patient', (test) => {
    const folder = `${shared}volumes/mr_prostatex_0207`;
    if (!existsSync(folder) || !dcmtk) return test.skip('the volume or DCMTK is absent');
    const document = read(readFileByDcmtk(filesIn(`${folder}/SR_2028903054`)[0] as string));
    const { measurements, entries } = readMeasurements(document, frameLookup([]), undefined);
    expect(measurements.map(({ tool }) => tool)).toEqual(['probe', 'probe']);
    const [x, y, z] = measurements[0]?.points[0] ?? [];
    // As dsrdump prints it.
    expect([x, y, z].map((value) => value?.toFixed(5))).toEqual(['-0.78383', '30.95800', '-29.05820']);
    expect(entries).toContainEqual(
      expect.objectContaining({ name: 'Finding Site', value: 'Peripheral zone of the prostate' }),
    );
  });

  it('lists what a report of figures alone says', (test) => {
    const file = `${shared}zoo/obj_sr_comprehensive_tid1500.dcm`;
    if (!existsSync(file) || !dcmtk) return test.skip('the zoo or DCMTK is absent');
    const { measurements, entries } = readMeasurements(
      read(readFileByDcmtk(file)),
      frameLookup([]),
      undefined,
    );
    expect(measurements).toEqual([]);
    expect(entries.length).toBeGreaterThan(20);
  });

  it.each(['obj_sr_basictext', 'obj_sr_comprehensive3d', 'obj_sr_comprehensive_tid1500'])(
    'does not stumble over %s',
    (name) => {
      const file = `${shared}zoo/${name}.dcm`;
      if (!existsSync(file) || !dcmtk) return;
      const { entries } = readMeasurements(read(readFileByDcmtk(file)), frameLookup([]), undefined);
      expect(entries.length).toBeGreaterThan(0);
    },
  );
});
