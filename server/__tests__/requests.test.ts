import { expect, it } from 'vitest';
import { withoutQueryValues, withoutShare } from '../requestLog.ts';
import { resourceOf } from '../requestMetrics.ts';

it('logs addresses without what names patients', () => {
  expect(withoutQueryValues('/dicom-web/studies?PatientName=Zhang*&limit=5')).toBe(
    '/dicom-web/studies?PatientName=*&limit=*',
  );
  expect(withoutQueryValues('/viewer')).toBe('/viewer');
  expect(withoutQueryValues('/a?b=c?PatientID=7')).not.toContain('7');
  const token = `${'e'.repeat(60)}.${'f'.repeat(200)}.${'0'.repeat(43)}`;
  expect(withoutQueryValues(`/embed?token=${token}`)).toBe('/embed?token=*');
  // The name was forgotten.
  expect(withoutQueryValues(`/embed?${token}`)).toBe(`/embed?${'e'.repeat(40)}=*`);
});

it('measures by kind of resource, never by UID', () => {
  const series = '/dicom-web/studies/1.2/series/1.3';
  expect(resourceOf(`${series}/metadata`)).toBe('metadata');
  expect(resourceOf(`${series}/instances/1.4/frames/3`)).toBe('frames');
  expect(resourceOf(`${series}/instances/1.4/frames/3/rendered`)).toBe('rendered');
  expect(resourceOf(series)).toBe('series');
  expect(resourceOf('/dicom-web/studies')).toBe('studies');
  expect(resourceOf('/assets/main-abc.js')).toBe('assets');
  expect(resourceOf('/viewer')).toBe('page');
});

it('leaves out the links of shares, in whatever case', () => {
  expect(withoutShare('/s/AbC_-123?x=*')).toBe('/s/*?x=*');
  expect(withoutShare('/api/shares/AbC_-123/sessions')).toBe('/api/shares/*/sessions');
  expect(withoutShare('/API/Shares/AbC_-123')).toBe('/API/Shares/*');
  expect(withoutShare('/api/sharing')).toBe('/api/sharing');
  expect(withoutShare('/sign-in')).toBe('/sign-in');
});
