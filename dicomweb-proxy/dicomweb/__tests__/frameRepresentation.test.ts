import { describe, expect, it } from 'vitest';
import { parseMediaRanges } from '../mediaRanges.ts';
import { frameRepresentations } from '../retrieve/frameRepresentation.ts';

const jpegLs = '1.2.840.10008.1.2.4.80';
const implicit = '1.2.840.10008.1.2';
const explicit = '1.2.840.10008.1.2.1';

const summary = (accept: string | undefined, stored: string, count = 1): string => {
  const [first] = frameRepresentations(accept, stored, count);
  if (!first) return 'none';
  const { form, multipart, mediaType, transferSyntaxUid } = first;
  return `${form} ${multipart ? 'multipart' : 'single'} ${mediaType} ${transferSyntaxUid}`;
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
    ['image/jp2', 'none'],
    ['image/jls; transfer-syntax=1.2.840.10008.1.2.4.81', 'none'],
    ['text/html', 'none'],
    ['image/jls;q=0', 'none'],
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

  const htj2k = '1.2.840.10008.1.2.4.202';
  const forms = (accept: string, stored = jpegLs, count = 1): string =>
    frameRepresentations(accept, stored, count)
      .map(({ form, contentType }) => (form === 'htj2k' ? `htj2k ${contentType}` : form))
      .join();
  const named = `htj2k image/jphc; transfer-syntax=${htj2k}`;
  it.each([
    [`image/jphc; transfer-syntax=${htj2k}`, named],
    [`application/octet-stream; transfer-syntax=${htj2k}`, named],
    ['image/jphc', named],
    ['image/jphc; transfer-syntax=*', named],
    [
      `image/jphc; transfer-syntax=${htj2k}, application/octet-stream; transfer-syntax=*;q=0.9`,
      `${named},stored,decoded`,
    ],
    [
      `application/octet-stream; transfer-syntax=*;q=0.9, image/jphc; transfer-syntax=${htj2k};q=0.95`,
      `${named},stored,decoded`,
    ],
    [
      `application/octet-stream; transfer-syntax=*, image/jphc; transfer-syntax=${htj2k};q=0.9`,
      `stored,${named},decoded`,
    ],
    [`image/jphc; transfer-syntax=${htj2k}, application/octet-stream`, `${named},decoded`],
    [`image/jphc; transfer-syntax=${htj2k}, */*`, `${named},stored,decoded`],
    ['image/jphc; transfer-syntax=1.2.840.10008.1.2.4.201', ''],
    // Who does not name it gets what is stored, as always.
    ['application/octet-stream; transfer-syntax=*', 'stored,decoded'],
    ['*/*', 'stored,decoded'],
    ['image/*', 'stored'],
    ['image/*; transfer-syntax=*', 'stored'],
  ])('HTJ2K for %s', (accept, expected) => {
    expect(forms(accept)).toBe(expected);
  });

  it('leaves frames that are stored as HTJ2K alone', () => {
    expect(forms(`image/jphc; transfer-syntax=${htj2k}`, htj2k)).toBe('stored');
    expect(forms('application/octet-stream; transfer-syntax=*', htj2k)).toBe('stored,decoded');
  });

  it('sends HTJ2K as parts when parts are asked for', () => {
    expect(forms(`multipart/related; type="image/jphc"; transfer-syntax=${htj2k}`, jpegLs, 3)).toBe(named);
    expect(forms(`image/jphc; transfer-syntax=${htj2k}`, jpegLs, 2)).toBe('');
  });

  it('sends several frames only as parts', () => {
    expect(summary('*/*', jpegLs, 2)).toBe(partsJls);
    expect(summary('application/octet-stream; transfer-syntax=*', jpegLs, 2)).toBe('none');
  });
});

it('reads media ranges with quotes, commas in them and weights', () => {
  expect(parseMediaRanges('a/b;q=0.5, Multipart/Related; type="x/y, z; q=9"; start=1, c/d;q=0')).toEqual([
    { type: 'multipart/related', parameters: { type: 'x/y, z; q=9', start: '1' }, quality: 1 },
    { type: 'a/b', parameters: { q: '0.5' }, quality: 0.5 },
  ]);
  expect(parseMediaRanges('a/b; boundary="a\\"b"')[0]?.parameters).toEqual({ boundary: 'a"b' });
});
