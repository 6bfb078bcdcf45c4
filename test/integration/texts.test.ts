import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startSystem, type StartedSystem } from '../support/startSystem.ts';
import { makeInstance, store } from './support/instances.ts';

const zoo = join(import.meta.dirname, '../../../shared/dicom/zoo');

type Json = Record<string, { vr: string; Value?: unknown[] } | undefined>;
interface Name {
  Alphabetic?: string;
  Ideographic?: string;
  Phonetic?: string;
}

interface Case {
  what: string;
  /** (0008,0005) as it stands in the file */
  declared: string;
  /** hexadecimal */
  patientName: string;
  studyDescription?: string;
  name: Name;
  description?: string;
  guessed?: string;
  /** What readers type; each has to find it. */
  search: readonly string[];
}

const hex = (text: string): string => Buffer.from(text, 'latin1').toString('hex');

/** Bytes: PS3.5 Annexes H, I and K, else as Python's codecs encode the text. */
const cases: readonly Case[] = [
  {
    what: 'Japanese, IR 13 and IR 87 (PS3.5 H.3.2)',
    declared: 'ISO 2022 IR 13\\ISO 2022 IR 87',
    patientName: hex(
      '\xd4\xcf\xc0\xde^\xc0\xdb\xb3=\x1b$B;3ED\x1b(J^\x1b$BB@O:\x1b(J=\x1b$B$d$^$@\x1b(J^\x1b$B$?$m$&\x1b(J',
    ),
    name: { Alphabetic: 'ﾔﾏﾀﾞ^ﾀﾛｳ', Ideographic: '山田^太郎', Phonetic: 'やまだ^たろう' },
    // Half and full width, katakana and hiragana are one.
    search: ['山田', '太郎', 'やまだ', 'ヤマダ', 'タロウ', 'ﾔﾏﾀﾞ^ﾀﾛｳ', '*たろう*'],
  },
  {
    what: 'Japanese, IR 87 and IR 159',
    declared: '\\ISO 2022 IR 87\\ISO 2022 IR 159',
    patientName: hex('Yama^T=\x1b$B;3\x1b(B\x1b$(D0!\x1b(B^\x1b$BB@O:\x1b(B'),
    name: { Alphabetic: 'Yama^T', Ideographic: '山丂^太郎' },
    search: ['丂', 'yama'],
  },
  {
    what: 'Korean, IR 149 (PS3.5 I.2)',
    declared: '\\ISO 2022 IR 149',
    patientName: hex(
      'Hong^Gildong=\x1b$)C\xfb\xf3^\x1b$)C\xd1\xce\xd4\xd7=\x1b$)C\xc8\xab^\x1b$)C\xb1\xe6\xb5\xbf',
    ),
    name: { Alphabetic: 'Hong^Gildong', Ideographic: '洪^吉洞', Phonetic: '홍^길동' },
    search: ['hong', '洪吉洞', '길동'],
  },
  {
    what: 'Chinese, IR 58 (PS3.5 K.2)',
    declared: '\\ISO 2022 IR 58',
    patientName: hex('Zhang^XiaoDong=\x1b$)A\xd5\xc5^\x1b$)A\xd0\xa1\xb6\xab='),
    name: { Alphabetic: 'Zhang^XiaoDong', Ideographic: '张^小东' },
    search: ['张小东', 'zhangxiaodong', 'zxd', 'ZHANG'],
  },
  {
    what: 'Cyrillic',
    declared: 'ISO_IR 144',
    patientName: 'bbeeda6365dcd17970d35ea1dbdad0',
    name: { Alphabetic: 'Люкceмбypг^Ёлка' },
    search: ['ёлка', 'люк*'],
  },
  {
    what: 'Arabic',
    declared: 'ISO_IR 127',
    patientName: 'e2c8c7e6ea5ee4e6d2c7d1',
    name: { Alphabetic: 'قباني^لنزار' },
    search: ['قباني'],
  },
  {
    what: 'Greek',
    declared: 'ISO_IR 126',
    patientName: 'c4e9efedf5f3e9eff25eb9ebe9eff2',
    name: { Alphabetic: 'Διονυσιος^Ήλιος' },
    search: ['Διονυσιος'],
  },
  {
    what: 'Hebrew',
    declared: 'ISO_IR 138',
    patientName: 'f9f8e5ef5ee3e1e5f8e4',
    name: { Alphabetic: 'שרון^דבורה' },
    search: ['שרון'],
  },
  {
    what: 'Thai',
    declared: 'ISO_IR 166',
    patientName: 'cac1aad2c25ee3a8b4d5',
    name: { Alphabetic: 'สมชาย^ใจดี' },
    search: ['สมชาย'],
  },
  {
    what: 'Latin-2',
    declared: 'ISO_IR 101',
    patientName: '5761b3ea73615ea3756b61737a',
    name: { Alphabetic: 'Wałęsa^Łukasz' },
    search: ['Wałęsa'],
  },
  {
    what: 'Latin-1, which is no Chinese',
    declared: 'ISO_IR 100',
    patientName: '4ac4c4534b454cc4494e454e5e4de4e47474e4',
    name: { Alphabetic: 'JÄÄSKELÄINEN^Määttä' },
    search: ['jaaskelainen', 'JÄÄSKELÄINEN'],
  },
  {
    what: 'GB18030 with a letter of four bytes',
    declared: 'GB18030',
    patientName: '57616e675e5869616f446f6e673dcdf55ed0a1b6ab9534b235',
    name: { Alphabetic: 'Wang^XiaoDong', Ideographic: '王^小东𠮷' },
    search: ['王小东', '𠮷', 'wxd'],
  },
  {
    what: 'GBK whose second byte is a backslash (誠 is D55C) and a caret (過 is DF5E)',
    declared: 'GBK',
    patientName: 'd5c55ed55cdf5e',
    name: { Alphabetic: '张^誠過' },
    search: ['誠', 'zhang'],
  },
  {
    what: 'UTF-8',
    declared: 'ISO_IR 192',
    patientName: '57616e675e5869616f446f6e673de78e8b5ee5b08fe69db1',
    name: { Alphabetic: 'Wang^XiaoDong', Ideographic: '王^小東' },
    search: ['小東', 'wang'],
  },
  ...['', 'ISO_IR 100', 'ISO_IR 192', 'ISO_IR 6', '\\ISO 2022 IR 100'].map((declared) => ({
    what: `GBK declared as ${declared || 'nothing'}`,
    declared,
    patientName: 'd5c5c8fdb7e1',
    studyDescription: 'd0d8b2bf4354c6bdc9a8',
    name: { Alphabetic: '张三丰' },
    description: '胸部CT平扫',
    guessed: 'GB18030',
    search: ['张三丰', 'zhangsanfeng', 'zsf'],
  })),
  {
    what: 'UTF-8 declared as Latin-1',
    declared: 'ISO_IR 100',
    patientName: '4dc3bc6c6c65725e5a6fc3ab',
    name: { Alphabetic: 'Müller^Zoë' },
    guessed: 'UTF-8',
    search: ['mueller', 'Müller'],
  },
];

const studyOf = (number: number): string => `1.2.826.0.1.3680043.10.511.88.${number}`;
const creator = '000900F0';
const guessedTag = '0009F001';

const bytesOf = (one: string): Buffer => Buffer.from(one, 'hex');
const made = (one: Case, number: number, instance = 1) =>
  makeInstance({
    study: studyOf(number),
    number: instance,
    characterSet: one.declared,
    encode: (text) => Buffer.from(text, 'latin1'),
    patientName: bytesOf(one.patientName).toString('latin1'),
    patientId: `T${number}`,
    ...(one.studyDescription && { studyDescription: bytesOf(one.studyDescription).toString('latin1') }),
    more: [
      [0x0008103e, 'LO', bytesOf(one.studyDescription ?? hex('Chest')).toString('latin1')],
      // Of a sequence, whose items inherit the character set.
      [0x00081110, 'SQ', [[[0x00100010, 'PN', bytesOf(one.patientName).toString('latin1')]]]],
    ],
  });

describe('texts of files', () => {
  let system: StartedSystem;
  let root: string;
  const get = async (path: string): Promise<Json[]> => {
    const response = await fetch(`${root}${path}`);
    expect(response.status, path).toBe(200);
    return (await response.json()) as Json[];
  };

  beforeAll(async () => {
    system = await startSystem();
    root = `${system.url}/dicom-web`;
    const files = cases.flatMap((one, number) => [made(one, number).file, made(one, number, 2).file]);
    expect((await store(root, files)).status).toBe(200);
  });
  afterAll(() => system.close());

  it.each(cases.map((one, number) => ({ ...one, number })))(
    'has $what right in lists, metadata and searches',
    async ({ number, name, description = 'Chest', guessed, search }) => {
      const [study, ...others] = await get(`/studies?StudyInstanceUID=${studyOf(number)}&includefield=all`);
      expect(others).toEqual([]);
      expect(study?.['00100010']?.Value).toEqual([name]);
      expect(study?.['00081030']?.Value).toEqual([description]);
      expect(study?.['00080005']?.Value).toEqual(['ISO_IR 192']);
      expect(study?.[guessedTag]?.Value).toEqual(guessed && [guessed]);
      expect(study?.[creator]?.Value).toEqual(guessed && ['YUNYING']);
      const [series] = await get(`/studies/${studyOf(number)}/series`);
      expect(series?.['0008103E']?.Value).toEqual([description]);
      const metadata = await get(`/studies/${studyOf(number)}/series/${studyOf(number)}.1/metadata`);
      expect(metadata).toHaveLength(2);
      for (const instance of metadata) {
        expect(instance['00100010']?.Value).toEqual([name]);
        expect(instance['00081030']?.Value).toEqual([description]);
        const [item] = (instance['00081110']?.Value ?? []) as Json[];
        expect(item?.['00100010']?.Value).toEqual([name]);
        expect(instance[guessedTag]?.Value).toEqual(guessed && [guessed]);
      }
      const one = `/studies/${studyOf(number)}/series/${studyOf(number)}.1/instances/${studyOf(number)}.1.2/metadata`;
      expect((await get(one))[0]?.['00100010']?.Value).toEqual([name]);
      for (const text of search) {
        const found = await get(`/studies?fuzzymatching=true&PatientName=${encodeURIComponent(text)}`);
        expect(
          found.map((item) => item['0020000D']?.Value?.[0]),
          text,
        ).toContain(studyOf(number));
      }
    },
  );

  it('keeps what it has read, so that no file is read again after a restart', async () => {
    const kept = readFileSync(join(system.dataDir, 'texts.jsonl'), 'utf8').trim().split('\n');
    expect(kept).toHaveLength(cases.length);
  });

  /** As pydicom 2.3 reads them; of IR 58 as PS3.5 K.2 has it, which that pydicom does not know. */
  const zooNames: Readonly<Record<string, Name>> = {
    'cs_arabic.dcm': { Alphabetic: 'قباني^لنزار' },
    'cs_gb18030.dcm': { Alphabetic: 'Wang^XiaoDong', Ideographic: '王^小东' },
    'cs_gb18030_512.dcm': { Alphabetic: 'Wang^XiaoDong', Ideographic: '王^小东' },
    'cs_iso2022_ir58_gb2312.dcm': { Alphabetic: 'Zhang^XiaoDong', Ideographic: '张^小东' },
    'cs_japanese_ir13_ir87.dcm': {
      Alphabetic: 'ﾔﾏﾀﾞ^ﾀﾛｳ',
      Ideographic: '山田^太郎',
      Phonetic: 'やまだ^たろう',
    },
    'cs_korean_ir149.dcm': { Alphabetic: 'Hong^Gildong', Ideographic: '洪^吉洞', Phonetic: '홍^길동' },
    'cs_utf8_chinese.dcm': { Alphabetic: 'Wang^XiaoDong', Ideographic: '王^小東' },
    'derived/cs_gb18030_4byte_rare.dcm': { Alphabetic: 'Zhang^San', Ideographic: '张三丰𠮷䶮' },
    'derived/cs_gbk_declared_GBK.dcm': { Alphabetic: '张三丰' },
  };

  it.skipIf(!existsSync(zoo)).each(Object.entries(zooNames))(
    'reads %s of the zoo (../shared/dicom/zoo; skipped where it is not)',
    async (file, name) => {
      const response = await store(root, [readFileSync(join(zoo, file))]);
      const answer = (await response.json()) as Json;
      const [stored] = (answer['00081199']?.Value ?? []) as Json[];
      const url = new URL(String(stored?.['00081190']?.Value?.[0]));
      const path = url.pathname.replace('/dicom-web', '');
      expect((await get(`${path}/metadata`))[0]?.['00100010']?.Value).toEqual([name]);
      const study = /studies\/([^/]+)/.exec(path)?.[1] ?? '';
      expect((await get(`/studies?StudyInstanceUID=${study}`))[0]?.['00100010']?.Value).toEqual([name]);
      await fetch(url, { method: 'DELETE' });
    },
  );
});
