import { describe, expect, it } from 'vitest';
import { csvColumns, measurementCsv, type CsvColumn } from '../measurementCsv.ts';
import { measurement, oneOfEach } from './images.ts';

const titles = Object.fromEntries(csvColumns.map((column) => [column, column])) as Record<CsvColumn, string>;
const csv = (measurements: Parameters<typeof measurementCsv>[0]): string =>
  measurementCsv(measurements, () => ({ name: '张小东', id: '=P1', date: '20260701' }), titles);

describe('measurementCsv', () => {
  it('has a line for each figure, and one for what has none', () => {
    const lines = csv(oneOfEach).split('\r\n');
    // 16 figures and one arrow, a title, and the end of the last line.
    expect(oneOfEach.flatMap(({ values }) => values)).toHaveLength(16);
    expect(lines).toHaveLength(16 + 1 + 1 + 1);
    expect(lines[1]).toBe(
      '张小东,\'=P1,20260701,1.2.826.0.1.1,1.2.826.0.1.1.1,1.2.826.0.1.1.1.2,1,length,左肺上叶结节,length,50,mm,geometry,"0 0 102; 30 40 102",0,2.25.1602',
    );
  });

  it('tells how a measurement has changed behind its own figures, under the Tracking UID of the finding', () => {
    const followed = { ...(oneOfEach[0] as (typeof oneOfEach)[0]), trackingUid: '2.25.7' };
    const change = [{ quantity: 'lengthChange', value: 25, unit: '%' }];
    const study = { name: '张小东', id: 'P1', date: '20260701' };
    const lines = measurementCsv(
      [followed],
      () => study,
      titles,
      (id) => (id === followed.id ? change : []),
    );
    const cells = lines.split('\r\n').map((line) => line.split(','));
    expect(cells[1]?.slice(9, 12)).toEqual(['length', '50', 'mm']);
    expect(cells[2]?.slice(9, 12)).toEqual(['lengthChange', '25', '%']);
    expect(cells.slice(1, 3).map((line) => line.at(-1))).toEqual(['2.25.7', '2.25.7']);
  });

  it('begins with the byte order mark, by which Excel knows UTF-8', () => {
    expect([...new TextEncoder().encode(csv([]))].slice(0, 3)).toEqual([0xef, 0xbb, 0xbf]);
  });

  it.each([
    ['=HYPERLINK("http://x")', `"'=HYPERLINK(""http://x"")"`],
    ['+1', "'+1"],
    ['-cmd', "'-cmd"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['\t=1', "'\t=1"],
    ['a,b', '"a,b"'],
    ['zwei\nZeilen', '"zwei\nZeilen"'],
    ['plain', 'plain'],
  ])('writes the label %j harmlessly', (label, expected) => {
    expect(
      csv([
        measurement(
          'arrow',
          [
            [0, 0, 0],
            [1, 1, 0],
          ],
          { label },
        ),
      ]),
    ).toContain(`,arrow,${expected},`);
  });

  it('leaves coordinates that begin with a minus as they are', () => {
    expect(csv([measurement('probe', [[-1.5, 2, -3]])])).toContain(',-1.5 2 -3,');
  });
});
