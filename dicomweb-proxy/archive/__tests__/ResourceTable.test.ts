import { describe, expect, it } from 'vitest';
import type { OrthancSeries, OrthancStudy } from '../orthancTypes.ts';
import { ResourceTable } from '../ResourceTable.ts';

const longAgo = '20200101T000000';
const rightNow = (): string => new Date().toISOString().replace(/[-:]/g, '').slice(0, 15);

const study = (id: string, uid: string, more: Partial<OrthancStudy> = {}): OrthancStudy => ({
  ID: id,
  LastUpdate: longAgo,
  MainDicomTags: { StudyInstanceUID: uid, StudyDate: '20260101' },
  PatientMainDicomTags: { PatientID: `patient of ${id}` },
  Series: [`${id}-series`],
  ...more,
});

const series = (studyId: string, uid: string, instances: string[], lastUpdate = longAgo): OrthancSeries => ({
  ID: `${studyId}-series`,
  LastUpdate: lastUpdate,
  MainDicomTags: { SeriesInstanceUID: uid, Modality: 'CT' },
  ParentStudy: studyId,
  Instances: instances,
});

describe('ResourceTable', () => {
  it('gives a series another version whenever its instances are others, and the same when they are not', () => {
    const table = new ResourceTable();
    table.heard(Date.now());
    table.putStudy(study('s', '1.1'));
    const versions = [
      ['a', 'b'],
      ['b', 'a'],
      ['a', 'b', 'c'],
      ['a', 'c'],
      ['a', 'b'],
    ].map((instances) => {
      table.putSeries(series('s', '1.1.1', instances));
      return table.study('1.1')?.series[0]?.version;
    });
    expect(versions[0]).toMatch(/^[0-9a-f]{24}$/);
    expect(versions[1]).toBe(versions[0]);
    expect(new Set(versions).size).toBe(3);
    expect(versions[4]).toBe(versions[0]);
  });

  it('tells a series stored again from the one deleted within the same second', () => {
    const now = rightNow();
    const versions = [0, 1, 2].map((time) => {
      // Everything is listed anew after a deletion.
      const table = new ResourceTable();
      table.heard(Date.now());
      table.putStudy(study('s', '1.1'));
      table.putSeries(series('s', '1.1.1', ['a'], now));
      if (time === 1) {
        table.removeSeries('s-series');
        table.putSeries(series('s', '1.1.1', ['a'], now));
      }
      return table.study('1.1')?.series[0]?.version;
    });
    expect(new Set(versions).size).toBe(3);
  });

  it('tells apart changes within the same second', () => {
    const table = new ResourceTable();
    table.heard(Date.now());
    table.putStudy(study('s', '1.1'));
    const now = rightNow();
    table.putSeries(series('s', '1.1.1', ['a'], now));
    const first = table.study('1.1')?.series[0];
    table.putSeries(series('s', '1.1.1', ['a'], now));
    const second = table.study('1.1')?.series[0];
    expect([first?.settled, second?.settled]).toEqual([false, false]);
    expect(second?.version).not.toBe(first?.version);
  });

  it('settles a series by what was heard of the archive, not by the clock, and knows its version before', () => {
    const table = new ResourceTable();
    const [now, ahead] = [rightNow(), '20990101T000000'];
    const stored = Date.now();
    for (const [id, uid, time] of [['s', '1.1', now] as const, ['t', '1.2', ahead] as const]) {
      table.putStudy(study(id, uid));
      table.putSeries(series(id, `${uid}.1`, ['a'], time));
    }
    const both = () => ['1.1', '1.2'].map((uid) => table.study(uid)?.series[0]);
    const unsettled = both();
    expect(unsettled.map((one) => one?.settled)).toEqual([false, false]);
    table.heard(stored + 1_000);
    expect(both().map((one) => one?.version)).toEqual(unsettled.map((one) => one?.version));
    table.heard(stored + 10_000);
    const settled = both();
    expect(settled.map((one) => one?.settled)).toEqual([true, true]);
    expect(settled.map((one) => one?.unsettledVersion)).toEqual(unsettled.map((one) => one?.version));
    expect(settled.map((one) => one?.version)).not.toEqual(unsettled.map((one) => one?.version));
    // In another process it is the same one.
    const other = new ResourceTable();
    other.putStudy(study('s', '1.1'));
    other.putSeries(series('s', '1.1.1', ['a'], now));
    other.heard(stored + 20_000);
    expect(other.study('1.1')?.series[0]?.version).toBe(settled[0]?.version);
    expect(other.study('1.1')?.series[0]?.unsettledVersion).not.toBe(settled[0]?.unsettledVersion);
  });

  it('brings a study under two patient ids together, the newer one first', () => {
    const table = new ResourceTable();
    table.putStudy(study('old', '1.1'));
    table.putSeries(series('old', '1.1.1', ['a']));
    table.putStudy(study('new', '1.1', { LastUpdate: '20210101T000000' }));
    table.putSeries(series('new', '1.1.1', ['b', 'c'], '20210101T000000'));
    const found = table.study('1.1');
    expect(found?.attributes.PatientID).toBe('patient of new');
    expect(found?.series.map(({ archiveIds }) => archiveIds)).toEqual([['new-series', 'old-series']]);
    expect(found?.numberOfInstances).toBe(3);
    expect(table.studiesNewestFirst()).toHaveLength(1);
    table.removeStudy('new');
    expect(table.study('1.1')?.attributes.PatientID).toBe('patient of old');
    table.removeStudy('old');
    expect(table.study('1.1')).toBeUndefined();
    expect(table.counts()).toEqual({ studies: 0, series: 0, instances: 0 });
  });

  it('forgets deleted instances and series, and what is empty then', () => {
    const table = new ResourceTable();
    for (const id of ['a', 'b']) {
      table.putStudy(study(id, `1.${id}`, { Series: [`${id}-series`, `${id}-more`] }));
      table.putSeries(series(id, `1.${id}.1`, [`${id}1`, `${id}2`]));
      table.putSeries({ ...series(id, `1.${id}.2`, [`${id}3`]), ID: `${id}-more` });
    }
    const before = table.study('1.a')?.series.map(({ version }) => version);
    expect(table.removeDeleted('instances', ['a1', 'never there'])).toEqual(new Set(['1.a']));
    const after = table.study('1.a')?.series.map(({ version }) => version);
    expect([after?.[0] === before?.[0], after?.[1] === before?.[1]]).toEqual([false, true]);
    expect(table.counts()).toEqual({ studies: 2, series: 4, instances: 5 });
    expect(table.removeDeleted('instances', ['a2', 'b1'])).toEqual(new Set(['1.a', '1.b']));
    expect(table.counts()).toEqual({ studies: 2, series: 3, instances: 3 });
    expect(table.removeDeleted('series', ['a-more', 'never there'])).toEqual(new Set(['1.a']));
    expect(table.study('1.a')).toBeUndefined();
    expect(table.removeDeleted('series', ['b-series', 'b-more'])).toEqual(new Set(['1.b']));
    expect(table.counts()).toEqual({ studies: 0, series: 0, instances: 0 });
    expect(table.removeDeleted('series', ['b-series'])).toEqual(new Set());
  });

  it('orders studies by date and time, those without a date last', () => {
    const table = new ResourceTable();
    const dates = [
      ['1', '20250101', '120000'],
      ['2', '20260101', '080000'],
      ['3', '20260101', '093000.5'],
      ['4', '', ''],
    ] as const;
    for (const [uid, StudyDate, StudyTime] of dates) {
      table.putStudy(
        study(`id${uid}`, uid, { MainDicomTags: { StudyInstanceUID: uid, StudyDate, StudyTime } }),
      );
    }
    const order = table.studiesNewestFirst().map(({ studyInstanceUid }) => studyInstanceUid);
    expect(order).toEqual(['3', '2', '1', '4']);
  });
});
