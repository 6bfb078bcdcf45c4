import { describe, expect, it } from 'vitest';
import { ownPath } from '../ownPath.ts';

const origin = 'https://images.hospital.example';

describe('ownPath', () => {
  it.each([
    ['/', '/'],
    ['/viewer?StudyInstanceUIDs=1.2.3,1.2.4', '/viewer?StudyInstanceUIDs=1.2.3,1.2.4'],
    ['/audit', '/audit'],
    ['/people', '/people'],
    ['/account#top', '/account#top'],
    ['/?text=%E5%BC%A0&page=2', '/?text=%E5%BC%A0&page=2'],
    ['/viewer?to=//evil.example', '/viewer?to=//evil.example'],
  ])('goes to %s', (wanted, path) => {
    expect(ownPath(wanted, origin)).toBe(path);
  });

  it.each([
    null,
    '',
    'viewer',
    '//evil.example',
    '///evil.example',
    '/\\evil.example',
    '\\\\evil.example',
    '/\t/evil.example',
    '/\n/evil.example',
    '\t//evil.example',
    ' //evil.example',
    'https://evil.example',
    'https:evil.example',
    'HTTPS://images.hospital.example.evil.example/',
    'http://images.hospital.example/viewer',
    'https://images.hospital.example@evil.example/',
    'javascript:alert(1)',
    'java\nscript:alert(1)',
    'data:text/html,<script>alert(1)</script>',
    'vbscript:x',
    '/viewer/..//evil.example',
    '/.//evil.example',
    '/%2F%2Fevil.example',
    '/%5Cevil.example',
    '/viewer\\..\\..\\evil.example',
    '/viewer\u0000',
    '/sign-in?to=/sign-in',
    '/setup#stolen',
    '/api/session',
    '/dicom-web/studies',
    '@evil.example',
    '/@evil.example',
  ])('stays here instead of %j', (wanted) => {
    expect(ownPath(wanted, origin)).toBe('/');
  });

  it('never leaves its origin', () => {
    for (const wanted of ['/', '/viewer?x=1', '//evil.example', '/\\evil.example', '/\t/evil.example'])
      expect(new URL(ownPath(wanted, origin), origin).origin).toBe(origin);
  });
});
