import { part10, type Element } from '../../integration/support/part10.ts';

/** Whose and which study a made report is of; as the study's images say it. */
export interface ReportedStudy {
  study: string;
  patientId: string;
  studyDate: string;
}

export interface MadeReport extends ReportedStudy {
  instance: string;
  /** DA and TM. */
  date: string;
  time: string;
  /** What it says under "Findings". */
  text: string;
  /** The CT image it refers to. */
  image?: { study: string; series: string; instance: string };
  /** Enhanced SR by LOINC 18748-4, or a TID 1500 report. */
  kind?: 'reading' | 'measurements';
  /** SOP Instance UID of the report it replaces, of the same series. */
  replaces?: string;
}

const ctImage = '1.2.840.10008.5.1.4.1.1.2';
const enhancedSr = '1.2.840.10008.5.1.4.1.1.88.22';

const code = (value: string, scheme: string, meaning: string): Element[][] => [
  [
    [0x00080100, 'SH', value],
    [0x00080102, 'SH', scheme],
    [0x00080104, 'LO', meaning],
  ],
];

const common = ({ study, patientId, studyDate }: ReportedStudy): Element[] => [
  [0x00080005, 'CS', 'ISO_IR 192'],
  [0x00080020, 'DA', studyDate],
  [0x00080030, 'TM', '101500'],
  [0x00080050, 'SH', 'A1'],
  [0x00081030, 'LO', 'Chest'],
  [0x00100010, 'PN', 'Zhang^San=张^三'],
  [0x00100020, 'LO', patientId],
  [0x00100030, 'DA', '19600203'],
  [0x00100040, 'CS', 'M'],
  [0x0020000d, 'UI', study],
];

const named = (image: { study: string; series: string; instance: string }, sopClass: string): Element[][] => [
  [
    [
      0x00081115,
      'SQ',
      [
        [
          [
            0x00081199,
            'SQ',
            [
              [
                [0x00081150, 'UI', sopClass],
                [0x00081155, 'UI', image.instance],
              ],
            ],
          ],
          [0x0020000e, 'UI', image.series],
        ],
      ],
    ],
    [0x0020000d, 'UI', image.study],
  ],
];

/** An SR document with one finding and, if wanted, one image. */
export function madeReport(made: MadeReport): Buffer {
  const { study, instance, date, time, text, image, kind = 'reading', replaces } = made;
  const series = `${study}.88`;
  const content: Element[][] = [
    [
      [0x0040a010, 'CS', 'CONTAINS'],
      [0x0040a040, 'CS', 'TEXT'],
      [0x0040a043, 'SQ', code('121071', 'DCM', 'Finding')],
      [0x0040a160, 'UT', text],
    ],
  ];
  if (image)
    content.push([
      [
        0x00081199,
        'SQ',
        [
          [
            [0x00081150, 'UI', ctImage],
            [0x00081155, 'UI', image.instance],
          ],
        ],
      ],
      [0x0040a010, 'CS', 'CONTAINS'],
      [0x0040a040, 'CS', 'IMAGE'],
    ]);
  const title =
    kind === 'reading'
      ? code('18748-4', 'LN', 'Diagnostic imaging report')
      : code('126000', 'DCM', 'Imaging Measurement Report');
  return part10([
    ...common(made),
    [0x00080016, 'UI', enhancedSr],
    [0x00080018, 'UI', instance],
    [0x00080023, 'DA', date],
    [0x00080033, 'TM', time],
    [0x00080060, 'CS', 'SR'],
    [0x0020000e, 'UI', series],
    [0x00200011, 'IS', '88'],
    [0x00200013, 'IS', instance.split('.').at(-1) ?? '1'],
    [0x0040a040, 'CS', 'CONTAINER'],
    [0x0040a043, 'SQ', title],
    [0x0040a050, 'CS', 'SEPARATE'],
    ...(replaces === undefined
      ? []
      : [[0x0040a360, 'SQ', named({ study, series, instance: replaces }, enhancedSr)] as Element]),
    ...(image ? [[0x0040a375, 'SQ', named(image, ctImage)] as Element] : []),
    [0x0040a491, 'CS', 'COMPLETE'],
    [0x0040a493, 'CS', 'UNVERIFIED'],
    [0x0040a730, 'SQ', content],
  ]);
}

/** An encapsulated PDF of one page in a series that calls itself CT, as scanners make them. */
export const madePdf = (made: ReportedStudy & { instance: string; title: string; date: string }): Buffer =>
  part10([
    ...common(made),
    [0x00080016, 'UI', '1.2.840.10008.5.1.4.1.1.104.1'],
    [0x00080018, 'UI', made.instance],
    [0x00080023, 'DA', made.date],
    [0x00080033, 'TM', '080000'],
    [0x00080060, 'CS', 'CT'],
    [0x0020000e, 'UI', `${made.study}.104`],
    [0x00200011, 'IS', '104'],
    [0x00200013, 'IS', '1'],
    [0x00280301, 'CS', 'NO'],
    [0x00420010, 'ST', made.title],
    [0x00420011, 'OB', onePage()],
    [0x00420012, 'LO', 'application/pdf'],
  ]);

/** A PDF (ISO 32000-1 7.5) of 200 x 200 points with a black square of 100 x 100 in its middle. */
function onePage(): Buffer {
  const drawing = '0 g 50 50 100 100 re f';
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] /Contents 4 0 R /Resources << >> >>',
    `<< /Length ${drawing.length} >>\nstream\n${drawing}\nendstream`,
  ];
  let text = '%PDF-1.4\n';
  const places = objects.map((object, index) => {
    const at = text.length;
    text += `${index + 1} 0 obj\n${object}\nendobj\n`;
    return at;
  });
  const table = text.length;
  const rows = places.map((place) => `${String(place).padStart(10, '0')} 00000 n \n`).join('');
  text += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${rows}`;
  text += `trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${table}\n%%EOF\n`;
  return Buffer.from(text, 'latin1');
}
