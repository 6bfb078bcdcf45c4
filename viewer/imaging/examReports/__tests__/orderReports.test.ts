import { describe, expect, it } from 'vitest';
import { orderReports } from '../orderReports.ts';
import { reportKindOf } from '../reportKind.ts';
import { madeReport, reportsOf, srInstance } from './madeReports.ts';

describe('reportKindOf', () => {
  it.each([
    ['reading', 'Basic Text SR', { sopClass: '88.11' }],
    [
      'reading',
      'a diagnostic report in Enhanced SR',
      { sopClass: '88.22', title: ['18748-4', 'LN', 'Diagnostic imaging report'] },
    ],
    ['reading', 'a measurement report’s number of another scheme', { title: ['126000', '99X', 'Letter'] }],
    ['measurements', 'TID 1500 by its title', { title: ['126000', 'DCM', 'Imaging Measurement Report'] }],
    ['measurements', 'TID 1500 by its template', { template: '1500', title: ['1', '99X', 'AI result'] }],
    ['measurements', 'an echo report', { template: '5200' }],
    ['detection', 'Mammography CAD', { sopClass: '88.50' }],
    ['dose', 'X-Ray Radiation Dose', { sopClass: '88.67' }],
    ['record', 'Procedure Log', { sopClass: '88.40' }],
  ] as const)('%s: %s', (kind, _name, made) => {
    expect(reportKindOf(srInstance({ uid: '1', ...made }))).toBe(kind);
  });
});

describe('what is a report', () => {
  const text = (vr: string, ...Value: unknown[]) => ({ vr, Value });
  const document = (uid: string, sopClass: string, title?: string) => ({
    '00080016': text('UI', `1.2.840.10008.5.1.4.1.1.${sopClass}`),
    '00080018': text('UI', uid),
    '00080023': text('DA', '20260701'),
    '00420011': { vr: 'OB', BulkDataURI: '/x' },
    ...(title !== undefined && { '00420010': text('ST', title) }),
  });

  it('takes documents with their title, and leaves models, images and key objects out', () => {
    const image = {
      '00080018': text('UI', '5'),
      '00280010': text('US', 2),
      '00280011': text('US', 2),
    };
    const found = reportsOf(
      document('1', '104.1', '放射科报告'),
      document('2', '104.2'),
      document('3', '104.3', 'a mesh'),
      srInstance({ uid: '4', sopClass: '88.59' }),
      image,
    );
    expect(found.map(({ id, kind, title, date }) => [id, kind, title, date])).toEqual([
      ['1', 'reading', '放射科报告', '20260701'],
      ['2', 'reading', '', '20260701'],
    ]);
  });

  it('calls an SR by its code, one without by its series', () => {
    const coded = madeReport({ uid: '1', title: ['18748-4', 'LN', 'Diagnostic imaging report'] });
    expect([coded.title, coded.concept?.meaning]).toEqual(['', 'Diagnostic imaging report']);
    const plain = madeReport({ uid: '1', more: { '0008103E': text('LO', 'Befund') } });
    expect([plain.title, plain.concept]).toEqual(['Befund', undefined]);
  });
});

describe('orderReports', () => {
  it('offers readings before what was made on the way, the newest first', () => {
    const ordered = orderReports([
      madeReport({ uid: 'dose', sopClass: '88.67', date: '20260709' }),
      madeReport({ uid: 'measured', template: '1500', date: '20260708' }),
      madeReport({ uid: 'undated' }),
      madeReport({ uid: 'morning', date: '20260701', time: '081500' }),
      // The form of before DICOM 3: an hour later.
      madeReport({ uid: 'later', date: '2026.07.01', time: '09:15:00' }),
      madeReport({ uid: 'next day', date: '20260702', time: '0700' }),
    ]);
    expect(ordered.map(({ id }) => id)).toEqual([
      'next day',
      'later',
      'morning',
      'undated',
      'measured',
      'dose',
    ]);
    expect(ordered.some(({ replaced }) => replaced)).toBe(false);
  });

  it('puts what another report has replaced behind all that holds, and says so', () => {
    const ordered = orderReports([
      madeReport({ uid: '1', date: '20260701' }),
      madeReport({ uid: '2', date: '20260702', replaces: ['1'] }),
      madeReport({ uid: '3', date: '20260703', template: '1500', replaces: ['3', 'gone'] }),
    ]);
    expect(ordered.map(({ id, replaced }) => [id, replaced])).toEqual([
      ['2', false],
      // Naming itself it has not replaced itself.
      ['3', false],
      ['1', true],
    ]);
  });
});
