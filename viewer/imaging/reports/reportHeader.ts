import type { DicomJson } from '../../../pixels/index.ts';
import type { codes } from './codes.ts';
import { codeSequence, element, type ImageReference, sopReference } from './contentItem.ts';

/** The program that writes reports; by this name it knows its own again. */
export const manufacturer = 'Yunying';

/** What a document is about and who writes it. */
export interface ReportContext {
  /** Any image of the study: patient and study are taken from it. */
  readonly image: DicomJson;
  readonly now: Date;
  /** Person who signs, PN text; absent where nobody is signed in. */
  readonly author?: string | undefined;
  /** Series Description (0008,103E), in the reader's language. */
  readonly seriesDescription: string;
  /** Version of the program. */
  readonly softwareVersion: string;
}

export interface DocumentIdentity {
  readonly sopClassUid: string;
  readonly sopInstanceUid: string;
  readonly seriesInstanceUid: string;
  readonly modality: 'SR' | 'KO';
  readonly seriesNumber: number;
  readonly instanceNumber: number;
}

/** An object a document refers to, with the study and series it is in. */
export interface Evidence extends ImageReference {
  readonly studyInstanceUid: string;
  readonly seriesInstanceUid: string;
}

/** Patient, Clinical Trial Subject, General Study and Patient Study modules (PS3.3 C.7.1, C.7.2): taken over as they are. */
const copied = [
  ...['00080020', '00080030', '00080050', '00080051', '00080090', '00081030', '00081032'],
  ...['00100010', '00100020', '00100021', '00100022', '00100024', '00100030', '00100032', '00100040'],
  ...['00101000', '00101001', '00101002', '00101010', '00101020', '00101030', '00102160', '00104000'],
  ...['00120010', '00120020', '00120021', '00120030', '00120031', '00120040', '00120042', '00120050'],
  ...['00120051', '00120060', '00120062', '00120063', '00120064', '0020000D', '00200010'],
];

/** Of those, what has to be there, be it empty (type 2). */
const required: Record<string, string> = {
  '00080020': 'DA',
  '00080030': 'TM',
  '00080050': 'SH',
  '00080090': 'PN',
  '00100010': 'PN',
  '00100020': 'LO',
  '00100030': 'DA',
  '00100040': 'CS',
  '00200010': 'SH',
};

/** All modules of an SR or KO document but its content (PS3.3 A.35). Text is UTF-8. */
export function reportHeader(context: ReportContext, identity: DocumentIdentity): DicomJson {
  const { now } = context;
  const [date, time] = [dateOf(now), timeOf(now)];
  const empty = Object.entries(required).map(([tag, vr]) => [tag, element(vr)] as const);
  return {
    ...Object.fromEntries(empty),
    ...patientAndStudy(context.image),
    '00080005': element('CS', 'ISO_IR 192'),
    '00080012': element('DA', date),
    '00080013': element('TM', time),
    '00080016': element('UI', identity.sopClassUid),
    '00080018': element('UI', identity.sopInstanceUid),
    '00080023': element('DA', date),
    '00080033': element('TM', time),
    '00080060': element('CS', identity.modality),
    '00080070': element('LO', manufacturer),
    '00080201': element('SH', offsetOf(now)),
    '0008103E': element('LO', [...context.seriesDescription].slice(0, 64).join('')),
    '00081090': element('LO', manufacturer),
    '00081111': element('SQ'),
    '00181000': element('LO', '0'),
    '00181020': element('LO', context.softwareVersion),
    '0020000E': element('UI', identity.seriesInstanceUid),
    '00200011': element('IS', identity.seriesNumber),
    '00200013': element('IS', identity.instanceNumber),
  };
}

/** The root of a document's content (PS3.3 C.17.3) of a template of PS3.16. */
export const contentRoot = (
  title: (typeof codes)[keyof typeof codes],
  templateId: string,
  items: readonly DicomJson[],
): DicomJson => ({
  '0040A040': element('CS', 'CONTAINER'),
  '0040A043': codeSequence(title),
  '0040A050': element('CS', 'SEPARATE'),
  '0040A504': element('SQ', {
    '00080105': element('CS', 'DCMR'),
    '0040DB00': element('CS', templateId),
  }),
  '0040A730': element('SQ', ...items),
});

/** Objects by study and series (PS3.3 C.17.2.1, Hierarchical SOP Instance Reference Macro); frames are not told apart. */
export function hierarchicalReferences(evidence: readonly Evidence[]): DicomJson[] {
  const studies = Map.groupBy(evidence, (one) => one.studyInstanceUid);
  return [...studies].map(([studyInstanceUid, ofStudy]) => ({
    '00081115': element(
      'SQ',
      ...[...Map.groupBy(ofStudy, (one) => one.seriesInstanceUid)].map(([seriesInstanceUid, ofSeries]) => ({
        '00081199': element(
          'SQ',
          ...[...new Map(ofSeries.map((one) => [one.sopInstanceUid, one])).values()].map(
            ({ sopClassUid, sopInstanceUid }) => sopReference({ sopClassUid, sopInstanceUid }),
          ),
        ),
        '0020000E': element('UI', seriesInstanceUid),
      })),
    ),
    '0020000D': element('UI', studyInstanceUid),
  }));
}

function patientAndStudy(image: DicomJson): DicomJson {
  return Object.fromEntries(
    copied.flatMap((tag) => {
      const value = image[tag];
      return value ? [[tag, element(value.vr, ...(value.Value ?? []))] as const] : [];
    }),
  );
}

const pad = (value: number, digits = 2): string => String(value).padStart(digits, '0');

const dateOf = (at: Date): string => `${at.getFullYear()}${pad(at.getMonth() + 1)}${pad(at.getDate())}`;

const timeOf = (at: Date): string =>
  `${pad(at.getHours())}${pad(at.getMinutes())}${pad(at.getSeconds())}.${pad(at.getMilliseconds(), 3)}`;

/** Timezone Offset From UTC (0008,0201), `+0800`. */
function offsetOf(at: Date): string {
  const minutes = -at.getTimezoneOffset();
  const size = Math.abs(minutes);
  return `${minutes < 0 ? '-' : '+'}${pad(Math.floor(size / 60))}${pad(size % 60)}`;
}
