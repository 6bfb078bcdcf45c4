import { describe, expect, it } from 'vitest';
import type { FindingChange } from '../../followUp/index.ts';
import type { Measurement } from '../../measurements/measurement.ts';
import { changesToWrite, sameChanges, type Changes } from '../changesToWrite.ts';
import { measurementReport } from '../measurementReport.ts';
import { readMeasurements } from '../readMeasurements.ts';
import { readReport } from '../readReport.ts';
import type { ReportContext } from '../reportHeader.ts';
import { writePart10 } from '../writePart10.ts';
import { frames, instances, oneOfEach } from './images.ts';
import { dcmtk, has, judge, readByDcmtk } from './tools.ts';

const context: ReportContext = {
  image: instances[0] as ReportContext['image'],
  now: new Date('2026-07-02T03:04:05.678Z'),
  author: undefined,
  seriesDescription: '测量',
  softwareVersion: '0.1.0',
};
const place = { sopInstanceUid: '2.25.1', seriesInstanceUid: '2.25.2', instanceNumber: 1 };
const byTool = (tool: Measurement['tool']): Measurement =>
  oneOfEach.find((one) => one.tool === tool) as Measurement;

/** 50 mm of which a third was not there before. */
const length: Measurement = { ...byTool('length'), trackingUid: '2.25.777' };
const grown: FindingChange = {
  trackingUid: '2.25.777',
  previousStudyUid: '1.2.826.0.1.7',
  previousStudyDate: '20250701',
  sizes: [{ quantity: 'length', previous: 37.5, absolute: 12.5, percent: 100 / 3, unit: 'mm' }],
  days: 365,
  // 365 · ln 2 / (3 · ln(50 / 37.5)).
  doublingDays: 293.1462,
};
/** 30 mm and 30 mm that have become 20 mm and 10 mm. */
const bidirectional = byTool('bidirectional');
const shrunk: FindingChange = {
  trackingUid: bidirectional.id,
  previousStudyUid: '1.2.826.0.1.7',
  previousStudyDate: '20250701',
  sizes: [
    { quantity: 'meanDiameter', previous: 30, absolute: -15, percent: -50, unit: 'mm' },
    { quantity: 'longAxis', previous: 30, absolute: -10, percent: -100 / 3, unit: 'mm' },
    { quantity: 'shortAxis', previous: 30, absolute: -20, percent: -200 / 3, unit: 'mm' },
  ],
  days: 365,
  doublingDays: undefined,
};
const ellipse = byTool('ellipse');
const area: FindingChange = {
  ...shrunk,
  trackingUid: ellipse.id,
  sizes: [
    { quantity: 'effectiveDiameter', previous: 20, absolute: 8.284271247461902, percent: 41.42, unit: 'mm' },
    { quantity: 'area', previous: 314.1592653589793, absolute: 314.1592653589793, percent: 100, unit: 'mm2' },
  ],
};
const changes: Changes = new Map([
  [length.id, grown],
  [bidirectional.id, shrunk],
  [ellipse.id, area],
]);
const measured = [length, bidirectional, ellipse];
const report = measurementReport(measured, frames, place, context, [], changes);

describe('changes in a report', () => {
  it('read back as they were written, and are no figures of the measurement', async (test) => {
    if (!dcmtk) return test.skip('DCMTK is absent');
    const document = readReport(await readByDcmtk(writePart10(report)));
    if (!document) throw new Error('the report is not read as one');
    const read = readMeasurements(document, frames, undefined);
    expect(read.changes).toEqual(changes);
    expect(read.measurements.map(({ id, trackingUid, values }) => [id, trackingUid, values])).toEqual(
      measured.map(({ id, trackingUid, values }) => [id, trackingUid, values]),
    );
    expect(read.entries).toContainEqual({
      heading: expect.any(String) as string,
      name: 'Change of size since the previous exam',
      value: '12.5 mm (Length, 20250701)',
    });
    expect(read.entries.filter(({ name }) => name === 'Length' || name === 'Study Date')).toEqual([]);
  });

  it('are figures to DCMTK, with the exam they are since', async (test) => {
    if (!dcmtk) return test.skip('DCMTK is absent');
    const said = await judge(writePart10(report), 'dsrdump', '+Pc', '+Pu', '+U8');
    expect(said).not.toMatch(/^[EF]:/m);
    const group = said.slice(said.indexOf('2.25.777'), said.indexOf(bidirectional.id));
    const lines = group.split('\n').map((line) => line.trim());
    const from = lines.findIndex((line) => line.includes('size-change'));
    expect(lines.slice(from, from + 5)).toEqual([
      '<contains NUM:(size-change,99YUNYING,"Change of size since the previous exam")="12.5" (mm,UCUM,"millimeter")>',
      '<has concept mod CODE:(changed-size,99YUNYING,"Size that has changed")=(410668003,SCT,"Length")>',
      '<inferred from NUM:(410668003,SCT,"Length")="37.5" (mm,UCUM,"millimeter")>',
      '<has obs context UIDREF:(121018,DCM,"Procedure Study Instance UID")="1.2.826.0.1.7">',
      '<has obs context DATE:(111060,DCM,"Study Date")="20250701">',
    ]);
    expect(group).toContain('in percent")="33.3333333333333" (%,UCUM,"percent")');
    expect(group).toContain(
      'NUM:(interval,99YUNYING,"Interval since the previous exam")="365" (d,UCUM,"day")',
    );
    expect(group).toContain('NUM:(doubling-time,99YUNYING,"Volume doubling time")="293.1462" (d,UCUM,"day")');
    expect(said.match(/doubling-time/g)).toHaveLength(1);
  });

  it('are without fault to dciodvfy', async () => {
    if (!has('dciodvfy')) return;
    expect(await judge(writePart10(report), 'dciodvfy')).not.toMatch(/^Error/m);
  });
});

describe('changesToWrite', () => {
  const nowhere = (): boolean => false;

  it('keeps what was said of an exam that is not at hand, as long as it is true', () => {
    expect(changesToWrite(measured, [], changes, nowhere)).toEqual(changes);
    const longer = { ...length, values: [{ quantity: 'length', value: 51, unit: 'mm' }] } as Measurement;
    const alone = { ...bidirectional, trackingUid: '2.25.5' };
    expect([...changesToWrite([longer, alone, ellipse], [], changes, nowhere).keys()]).toEqual([ellipse.id]);
  });

  it('goes by what is at hand, else by the newest exam before', () => {
    const entryOf = (measurement: Measurement, studyDate: string, value: number) => ({
      measurement,
      studyDate,
      modality: 'CT',
      sizes: [{ quantity: 'length' as const, value, unit: 'mm' }],
      sinceFirst: undefined,
    });
    const found = (studyInstanceUid: string, studyDate: string) => ({
      trackingUid: '2.25.777',
      label: '',
      measurements: [],
      entries: [
        {
          ...entryOf(
            { ...length, id: '2.25.9', place: { ...length.place, studyInstanceUid } },
            studyDate,
            40,
          ),
          sincePrevious: undefined,
        },
        {
          ...entryOf(length, '20260701', 50),
          sincePrevious: {
            comparable: true as const,
            differences: [{ quantity: 'length' as const, absolute: 10, percent: 25, unit: 'mm' }],
            days: 400,
            doubling: { kind: 'none' as const, reason: 'not-ct' as const },
            withinError: false,
          },
        },
      ],
    });
    const since = (uid: string, day: string, isAtHand: (uid: string) => boolean) =>
      changesToWrite([length], [found(uid, day)], changes, isAtHand).get(length.id);
    expect(since('1.2.826.0.1.7', '20250701', () => true)).toEqual({
      trackingUid: '2.25.777',
      previousStudyUid: '1.2.826.0.1.7',
      previousStudyDate: '20250701',
      sizes: [{ quantity: 'length', previous: 40, absolute: 10, percent: 25, unit: 'mm' }],
      days: 400,
      doublingDays: undefined,
    });
    // An exam between is not at hand: what was said of it is newer than what could be said now.
    expect(since('1.2.826.0.1.6', '2024.01.01', (uid) => uid === '1.2.826.0.1.6')).toEqual(grown);
    expect(since('1.2.826.0.1.8', '2026.01.01', (uid) => uid === '1.2.826.0.1.8')?.previousStudyDate).toBe(
      '20260101',
    );
    // It is at hand, and the finding was not measured there: taken apart, or deleted.
    expect(changesToWrite([length], [], changes, () => true).size).toBe(0);
  });

  it('is the same where no figure that can be read differs', () => {
    const with365 = (days: number): Changes => new Map([[length.id, { ...grown, days }]]);
    expect(sameChanges(with365(365), with365(365 + 1e-9))).toBe(true);
    expect(sameChanges(with365(365), with365(366))).toBe(false);
    expect(sameChanges(changes, new Map([...changes].toReversed()))).toBe(true);
  });
});
