import { describe, expect, it } from 'vitest';
import { parseMediaRanges } from '../mediaRanges.ts';
import { frameRepresentation } from '../retrieve/frameRepresentation.ts';

const jpegLs = '1.2.840.10008.1.2.4.80';
const implicit = '1.2.840.10008.1.2';
const explicit = '1.2.840.10008.1.2.1';

const summary = (accept: string | undefined, stored: string, count = 1): string => {
  try {
    const { form, multipart, mediaType, transferSyntaxUid } = frameRepresentation(accept, stored, count);
    return `${form} ${multipart ? 'multipart' : 'single'} ${mediaType} ${transferSyntaxUid}`;
  } catch (error) {
    return String((error as { status?: number }).status);
  }
};

describe('frameRepresentation, PS3.18 8.7', () => {
  const storedJls = `stored single image/jls ${jpegLs}`;
  const partsJls = `stored multipart image/jls ${jpegLs}`;
  const decoded = `single application/octet-stream ${explicit}`;
  it.each([
    ['application/octet-stream; transfer-syntax=*', storedJls],
    ['*/*', storedJls],
    [undefined, storedJls],
    ['', storedJls],
    ['image/jls', storedJls],
    ['image/*', storedJls],
    ['image/x-jls', storedJls],
    [`image/jls; transfer-syntax=${jpegLs}`, storedJls],
    [`application/octet-stream; transfer-syntax=${jpegLs}`, storedJls],
    ['application/octet-stream', `decoded ${decoded}`],
    [`application/octet-stream; transfer-syntax=${explicit}`, `decoded ${decoded}`],
    ['application/octet-stream, image/jls;q=0.1', storedJls],
    ['multipart/related; type="application/octet-stream"; transfer-syntax=*', partsJls],
    ['multipart/related; type="image/jls"', partsJls],
    [`multipart/related; type="image/jls; transfer-syntax=${jpegLs}"`, partsJls],
    ['multipart/related', partsJls],
    [
      'multipart/related; type="application/octet-stream"',
      `decoded multipart application/octet-stream ${explicit}`,
    ],
    ['image/jp2', '406'],
    ['image/jls; transfer-syntax=1.2.840.10008.1.2.4.81', '406'],
    ['text/html', '406'],
    ['image/jls;q=0', '406'],
  ])('JPEG-LS for %s', (accept, expected) => {
    if (accept === 'image/jls;q=0') expect(parseMediaRanges(accept)).toEqual([]);
    else expect(summary(accept, jpegLs)).toBe(expected);
  });

  it('calls native frames Explicit VR Little Endian', () => {
    expect(summary('application/octet-stream', implicit)).toBe(`stored ${decoded}`);
    expect(summary(`application/octet-stream; transfer-syntax=${implicit}`, implicit)).toBe(
      `stored ${decoded}`,
    );
    expect(summary('*/*', '1.2.840.10008.1.2.1.99')).toBe(`stored ${decoded}`);
  });

  it('sends several frames only as parts', () => {
    expect(summary('*/*', jpegLs, 2)).toBe(partsJls);
    expect(summary('application/octet-stream; transfer-syntax=*', jpegLs, 2)).toBe('406');
  });
});

it('reads media ranges with quotes, commas in them and weights', () => {
  expect(parseMediaRanges('a/b;q=0.5, Multipart/Related; type="x/y, z; q=9"; start=1, c/d;q=0')).toEqual([
    { type: 'multipart/related', parameters: { type: 'x/y, z; q=9', start: '1' }, quality: 1 },
    { type: 'a/b', parameters: { q: '0.5' }, quality: 0.5 },
  ]);
  expect(parseMediaRanges('a/b; boundary="a\\"b"')[0]?.parameters).toEqual({ boundary: 'a"b' });
});
