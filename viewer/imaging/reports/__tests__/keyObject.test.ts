import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { keyImageOf, KeyImages, type KeyImageFrame } from '../keyImages.ts';
import { keyObject } from '../keyObject.ts';
import { readKeyImages } from '../readKeyImages.ts';
import { readReport, type SrDocument } from '../readReport.ts';
import type { ReportContext } from '../reportHeader.ts';
import { writePart10 } from '../writePart10.ts';
import { frames, instances, seriesUid, studyUid } from './images.ts';
import { dcmtk, has, judge, readByDcmtk, readFileByDcmtk } from './tools.ts';

const context: ReportContext = {
  image: instances[0] as ReportContext['image'],
  now: new Date('2026-07-02T03:04:05.678Z'),
  seriesDescription: '关键图像',
  softwareVersion: '0.1.0',
};
const images = [1, 3].map((number) => keyImageOf(frames.frame(`1.2.826.0.1.1.1.${number}`)) as KeyImageFrame);
const write = (marked: readonly KeyImageFrame[], number: number, replaces: readonly SrDocument[] = []) =>
  writePart10(
    keyObject(
      marked,
      { sopInstanceUid: `2.25.${number}`, seriesInstanceUid: '2.25.9', instanceNumber: number },
      context,
      replaces.map(({ reference }) => reference),
    ),
  );
const read = async (file: Blob): Promise<SrDocument> => readReport(await readByDcmtk(file)) as SrDocument;

describe('keyObject', () => {
  it('reads back as it was written; the newest of one’s own holds, also where nothing is left', async (test) => {
    if (!dcmtk) return test.skip('DCMTK is absent');
    const first = await read(write(images, 1));
    expect(readKeyImages([first], undefined)).toEqual(
      [1, 3].map((number) => ({
        studyInstanceUid: studyUid,
        seriesInstanceUid: seriesUid,
        sopClassUid: '1.2.840.10008.5.1.4.1.1.2',
        sopInstanceUid: `1.2.826.0.1.1.1.${number}`,
        frameNumber: undefined,
        foreign: false,
      })),
    );
    const second = await read(write(images.slice(1), 2, [first]));
    expect(readKeyImages([second, first], undefined).map((one) => one.sopInstanceUid)).toEqual([
      '1.2.826.0.1.1.1.3',
    ]);
    const third = await read(write([], 3, [second]));
    expect(readKeyImages([third, first, second], undefined)).toEqual([]);
  });

  it('is without fault to dciodvfy and DCMTK', async () => {
    if (!has('dciodvfy') || !dcmtk) return;
    const first = write(images, 1);
    for (const file of [first, write([], 2, [await read(first)])]) {
      expect(await judge(file, 'dciodvfy')).not.toMatch(/^Error/m);
      expect(await judge(file, 'dsrdump')).not.toMatch(/^[EF]:/m);
    }
  });

  it('cannot be without any reference', () => {
    expect(() => write([], 1)).toThrow('no key images');
  });

  it('reads the key images of others as theirs', (test) => {
    const file = fileURLToPath(
      new URL('../../../../../shared/dicom/zoo/derived/obj_ko_for_nlst.dcm', import.meta.url),
    );
    if (!existsSync(file) || !dcmtk) return test.skip('../shared/dicom or DCMTK is absent');
    const found = readKeyImages([readReport(readFileByDcmtk(file)) as SrDocument], undefined);
    expect(found.map(({ sopInstanceUid, foreign }) => [sopInstanceUid, foreign])).toEqual([
      ['1.2.840.113654.2.55.335989921230990962874671442437029594053', true],
      ['1.2.840.113654.2.55.159794190836379138251722813980084391188', true],
      ['1.2.840.113654.2.55.333486593824453106945157176833374869822', true],
    ]);
  });
});

describe('KeyImages', () => {
  it('marks and unmarks one’s own and leaves those of others', () => {
    const store = new KeyImages();
    let changes = 0;
    store.addEventListener('change', () => changes++);
    const [image] = images as [KeyImageFrame];
    store.load([{ ...image, foreign: true }]);
    expect(store.isOwn(image)).toBe(false);
    store.set(image, true);
    store.set(image, true);
    expect(store.images.map(({ foreign }) => foreign)).toEqual([true, false]);
    store.set(image, false);
    expect(store.images.map(({ foreign }) => foreign)).toEqual([true]);
    expect(changes).toBe(3);
  });
});
