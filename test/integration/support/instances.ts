import { part10, type Element, type Part10Options } from './part10.ts';

export interface InstanceOptions extends Part10Options {
  study: string;
  series?: string;
  instance?: string;
  number?: number;
  patientName?: string;
  patientId?: string;
  accessionNumber?: string;
  studyDate?: string;
  studyTime?: string;
  studyDescription?: string;
  modality?: string;
  characterSet?: string;
  /** Replace or add elements. */
  more?: readonly Element[];
}

export interface MadeInstance {
  study: string;
  series: string;
  instance: string;
  file: Buffer;
  /** Native pixel data as stored: 8 rows of 4 columns, 16 bits. */
  pixels: Buffer;
}

const rows = 8;
const columns = 4;

/** A small CT slice. Its pixels are 100 * number + index, so every instance differs. */
export function makeInstance(options: InstanceOptions): MadeInstance {
  const { study, number = 1 } = options;
  const series = options.series ?? `${study}.1`;
  const instance = options.instance ?? `${series}.${number}`;
  const pixels = Buffer.alloc(rows * columns * 2);
  for (let i = 0; i < rows * columns; i += 1) pixels.writeUInt16LE((100 * number + i) & 0xffff, 2 * i);
  const elements = new Map<number, Element>();
  const given: readonly Element[] = [
    [0x00080005, 'CS', options.characterSet ?? 'ISO_IR 192'],
    [0x00080016, 'UI', '1.2.840.10008.5.1.4.1.1.2'],
    [0x00080018, 'UI', instance],
    [0x00080020, 'DA', options.studyDate ?? '20260102'],
    [0x00080030, 'TM', options.studyTime ?? '101500'],
    [0x00080050, 'SH', options.accessionNumber ?? 'A1'],
    [0x00080060, 'CS', options.modality ?? 'CT'],
    [0x00081030, 'LO', options.studyDescription ?? 'Chest'],
    [0x00100010, 'PN', options.patientName ?? 'Zhang^San=张^三'],
    [0x00100020, 'LO', options.patientId ?? 'P1'],
    [0x00100030, 'DA', '19600203'],
    [0x00100040, 'CS', 'M'],
    [0x0020000d, 'UI', study],
    [0x0020000e, 'UI', series],
    [0x00200011, 'IS', '3'],
    [0x00200013, 'IS', String(number)],
    [0x00200032, 'DS', ['-1.5', '2', String(number * 2.5)]],
    [0x00280002, 'US', 1],
    [0x00280004, 'CS', 'MONOCHROME2'],
    [0x00280010, 'US', rows],
    [0x00280011, 'US', columns],
    [0x00280030, 'DS', ['0.5', '0.5']],
    [0x00280100, 'US', 16],
    [0x00280101, 'US', 16],
    [0x00280102, 'US', 15],
    [0x00280103, 'US', 0],
    [0x00281052, 'DS', '-1024'],
    [0x00281053, 'DS', '1'],
    [0x7fe00010, 'OW', pixels],
    ...(options.more ?? []),
  ];
  for (const element of given) elements.set(element[0], element);
  return { study, series, instance, file: part10([...elements.values()], options), pixels };
}

/** A multipart/related body for STOW-RS. */
export function multipartBody(files: readonly Uint8Array[], boundary = 'yunying-test'): Buffer {
  const parts = files.flatMap((file) => [
    Buffer.from(`--${boundary}\r\nContent-Type: application/dicom\r\n\r\n`),
    file,
    Buffer.from('\r\n'),
  ]);
  return Buffer.concat([...parts, Buffer.from(`--${boundary}--\r\n`)]);
}

export const stowHeaders = {
  'content-type': 'multipart/related; type="application/dicom"; boundary=yunying-test',
  accept: 'application/dicom+json',
};

/** STOW-RS through the proxy. @param root address of the DICOMweb service */
export const store = (
  root: string,
  files: readonly Uint8Array[],
  path = '/studies',
  headers: Readonly<Record<string, string>> = {},
): Promise<Response> =>
  fetch(`${root}${path}`, {
    method: 'POST',
    headers: { ...stowHeaders, ...headers },
    body: new Uint8Array(multipartBody(files)),
  });
