import type { DicomJson } from '../../../../pixels/index.ts';
import { number, sequence, string } from '../../../dicomweb/index.ts';

/** What a document object says of the file it holds (PS3.3 C.24.2). */
export interface DocumentFacts {
  /** MIME Type of Encapsulated Document (0042,0012), in lower case; by the SOP class where it is missing. */
  readonly mediaType: string;
  readonly title: string;
  readonly concept: { readonly value: string; readonly scheme: string; readonly meaning: string } | undefined;
  /** Length of the file; undefined where only the element's is known, which is even. */
  readonly length: number | undefined;
  /** Address of Encapsulated Document (0042,0011), or its bytes in base64. */
  readonly data: { readonly uri: string } | { readonly inline: string } | undefined;
}

const mediaTypes: Readonly<Record<string, string>> = {
  '1.2.840.10008.5.1.4.1.1.104.1': 'application/pdf',
  '1.2.840.10008.5.1.4.1.1.104.2': 'text/xml',
  '1.2.840.10008.5.1.4.1.1.104.3': 'model/stl',
  '1.2.840.10008.5.1.4.1.1.104.4': 'model/obj',
  '1.2.840.10008.5.1.4.1.1.104.5': 'model/mtl',
};

export function documentFacts(instance: DicomJson): DocumentFacts {
  const element = instance['00420011'];
  const code = sequence(instance, '0040A043')[0];
  return {
    mediaType:
      string(instance, '00420012')?.toLowerCase() ?? mediaTypes[string(instance, 'SOPClassUID') ?? ''] ?? '',
    title: string(instance, '00420010') ?? '',
    concept: code && {
      value: string(code, '00080100') ?? '',
      scheme: string(code, '00080102') ?? '',
      meaning: string(code, '00080104') ?? '',
    },
    length: number(instance, '00420015'),
    data: element?.BulkDataURI
      ? { uri: element.BulkDataURI }
      : element?.InlineBinary !== undefined
        ? { inline: element.InlineBinary }
        : undefined,
  };
}

/** File name endings of what is stored so. */
export const endingOf = (mediaType: string): string =>
  ({
    'application/pdf': 'pdf',
    'text/xml': 'xml',
    'application/sla': 'stl',
    'model/stl': 'stl',
    'model/obj': 'obj',
    'model/mtl': 'mtl',
  })[mediaType] ?? 'bin';
