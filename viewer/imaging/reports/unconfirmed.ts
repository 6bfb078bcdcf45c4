import { DicomwebError, storeInstances } from '../../dicomweb/index.ts';
import type { DicomJson } from '../../../pixels/index.ts';
import { readReport, type SrDocument } from './readReport.ts';
import { writePart10 } from './writePart10.ts';

interface Sent {
  readonly text: string;
  readonly file: Blob;
  readonly document: SrDocument;
}

/**
 * Stores documents of which the archive may hold an earlier try that it never confirmed: the same once more where nothing has
 * changed (same SOP Instance UID, same bytes), else one that replaces the tries too. So none of them is read beside the last.
 */
export class Unconfirmed {
  readonly #sent = new Map<string, Sent[]>();
  readonly #store: typeof storeInstances;

  constructor(store: typeof storeInstances = storeInstances) {
    this.#store = store;
  }

  /**
   * Resolves with the document that the archive has confirmed.
   *
   * @param key what takes each other's place: the study and the kind of document
   * @param text of what is to be saved: the same text, the same document
   * @param make writes it; given what else it replaces
   * @throws DicomwebError when it is not confirmed
   */
  async store(
    key: string,
    text: string,
    make: (tries: readonly SrDocument[]) => DicomJson,
  ): Promise<SrDocument> {
    const tries = this.#sent.get(key) ?? [];
    const last = tries.at(-1);
    const sent = last?.text === text ? last : asSent(text, make(tries.map(({ document }) => document)));
    const others = tries.filter((one) => one !== sent);
    this.#sent.set(key, [...others, sent]);
    const { failed, reason } = await this.#store([sent.file]);
    if (failed > 0) {
      this.#sent.set(key, others);
      throw new DicomwebError(409, 'not-stored', reason ?? 'the archive did not store the report');
    }
    this.#sent.delete(key);
    return sent.document;
  }
}

function asSent(text: string, dataSet: DicomJson): Sent {
  const document = readReport(dataSet);
  if (!document) throw new Error('what was written is no document');
  return { text, file: writePart10(dataSet), document };
}
