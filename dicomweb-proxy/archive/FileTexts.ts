import type { Logger } from 'pino';
import { rawDataSet, type RawDataSet } from '../part10/index.ts';
import { implicitVr, restoreAmbiguous } from './ambiguousElements.ts';
import { correctTexts } from './correctTexts.ts';
import { ArchiveResponseError, InstanceSetAsideError } from './errors.ts';
import { fileHead } from './fileHead.ts';
import { markGuessed } from './guessedCharacterSet.ts';
import type { OrthancClient } from './OrthancClient.ts';
import type { InstanceRecord, SeriesRecord } from './records.ts';
import type { DicomJson } from './seriesDicomJson.ts';
import type { Suspects } from './Suspects.ts';

export interface FileTextsOptions {
  client: OrthancClient;
  suspects: Suspects;
  hasPlainTexts(series: SeriesRecord): boolean | undefined;
  logger: Logger;
}

type Instances = () => Promise<ReadonlyMap<string, InstanceRecord>>;

const parallelHeads = 6;

/**
 * Puts the texts of the files into data sets that the archive made, and of Implicit VR files what it leaves out because it cannot
 * tell its VR. Where nothing but ASCII is in them, and VRs are explicit, no file is read; where the archive has the first instance right, it
 * is trusted with the rest of the series.
 */
export class FileTexts {
  readonly #options: FileTextsOptions;

  constructor(options: FileTextsOptions) {
    this.#options = options;
  }

  /** @throws ArchiveUnavailableError */
  async correctSeries(series: SeriesRecord, instances: Instances, dataSets: DicomJson[]): Promise<void> {
    const records = await instances();
    const isImplicit = [...records.values()].some(
      ({ transferSyntaxUid }) => transferSyntaxUid === implicitVr,
    );
    const areAscii = dataSets.every(isAscii);
    if (areAscii && !isImplicit && this.#options.hasPlainTexts(series) === true) return;
    const byUid = new Map(dataSets.map((dataSet) => [uidOf(dataSet), dataSet]));
    const present = [...records.values()].filter(({ sopInstanceUid }) => byUid.has(sopInstanceUid));
    const correct = async (instance: InstanceRecord): Promise<number> => {
      const dataSet = byUid.get(instance.sopInstanceUid);
      return dataSet ? this.#correct(instance, dataSet) : 0;
    };
    const [first, ...rest] = present;
    if (!first) return;
    const changes = await correct(first);
    const isGuessed = byUid.get(first.sopInstanceUid)?.['0009F001'] !== undefined;
    if (changes === 0 && !isGuessed) return;
    for (let start = 0; start < rest.length; start += parallelHeads) {
      await Promise.all(rest.slice(start, start + parallelHeads).map(correct));
    }
  }

  /** @throws ArchiveUnavailableError */
  async correctInstance(series: SeriesRecord, instance: InstanceRecord, dataSet: DicomJson): Promise<void> {
    const isImplicit = instance.transferSyntaxUid === implicitVr;
    if (isAscii(dataSet) && !isImplicit && this.#options.hasPlainTexts(series) === true) return;
    await this.#correct(instance, dataSet);
  }

  /** @returns how many texts the archive had otherwise, and how many elements it left out */
  async #correct(instance: InstanceRecord, dataSet: DicomJson): Promise<number> {
    const raw = await this.#read(instance);
    if (!raw) return 0;
    const { changes, guessed } = correctTexts(dataSet, raw);
    markGuessed(dataSet, guessed);
    const restored = instance.transferSyntaxUid === implicitVr ? restoreAmbiguous(dataSet, raw) : 0;
    return changes + restored;
  }

  /** What cannot be read keeps the texts of the archive: the rest of the series is worth showing. */
  async #read(instance: InstanceRecord): Promise<RawDataSet | undefined> {
    const { client, suspects, logger } = this.#options;
    const { sopInstanceUid, archiveId } = instance;
    try {
      const { bytes, isWhole } = await suspects.watch(instance, 'archive file', () =>
        fileHead(client, archiveId),
      );
      return rawDataSet(bytes, isWhole);
    } catch (error) {
      if (!(error instanceof ArchiveResponseError || error instanceof InstanceSetAsideError)) throw error;
      logger.warn({ sopInstanceUid, err: error }, 'the texts of a file cannot be read');
      return undefined;
    }
  }
}

const uidOf = (dataSet: DicomJson): string => String(dataSet['00080018']?.Value?.[0] ?? '');

/** Escape sequences and letters above ASCII anywhere in it. */
function isAscii(dataSet: DicomJson): boolean {
  // eslint-disable-next-line no-control-regex
  return !/[^\x00-\x7f]|\\u001b/.test(JSON.stringify(dataSet));
}
