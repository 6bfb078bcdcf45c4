import { LRUCache } from 'lru-cache';
import { Coalescer } from './coalesce.ts';
import { instanceRecord } from './instanceRecord.ts';
import type { OrthancClient } from './OrthancClient.ts';
import type { OrthancInstance } from './orthancTypes.ts';
import { parseJsonArray } from './parseJsonArray.ts';
import type { InstanceRecord, SeriesRecord } from './records.ts';

/** Keeps the instances of series where they are found without the archive; what it has lost is asked for again. */
export interface KeptInstances {
  read(series: SeriesRecord): Promise<InstanceRecord[] | undefined>;
  write(series: SeriesRecord, instances: readonly InstanceRecord[]): Promise<void>;
}

/** By SOP Instance UID, in the order of their instance numbers. */
type InstanceTable = ReadonlyMap<string, InstanceRecord>;

const seriesKept = 2_000;

/** Which instances each series has: from memory, from where they are kept, or from the archive. */
export class SeriesInstances {
  readonly #client: OrthancClient;
  readonly #kept: KeptInstances | undefined;
  readonly #tables = new LRUCache<string, InstanceTable>({ max: seriesKept });
  readonly #loading = new Coalescer<InstanceTable>();

  constructor(client: OrthancClient, kept: KeptInstances | undefined) {
    this.#client = client;
    this.#kept = kept;
  }

  /** Only what is in memory. */
  known(series: SeriesRecord): InstanceTable | undefined {
    const known = this.#tables.get(tableKey(series));
    if (known) return known;
    const before = this.#tables.get(tableKey(series, series.unsettledVersion));
    if (before) this.#keep(series, before);
    return before;
  }

  /** @throws ArchiveUnavailableError */
  async get(series: SeriesRecord): Promise<InstanceTable> {
    const known = this.known(series);
    if (known) return known;
    const key = tableKey(series);
    return this.#loading.run(key, async () => {
      const kept = await this.#kept?.read(series);
      const list = kept ?? (await this.#load(series));
      const table = new Map(list.map((record) => [record.sopInstanceUid, record]));
      if (kept) this.#tables.set(key, table);
      else this.#keep(series, table);
      return table;
    });
  }

  #keep(series: SeriesRecord, table: InstanceTable): void {
    this.#tables.set(tableKey(series), table);
    void this.#kept?.write(series, [...table.values()]);
  }

  async #load(series: SeriesRecord): Promise<InstanceRecord[]> {
    const age = ({ ParentSeries }: OrthancInstance): number => series.archiveIds.indexOf(ParentSeries);
    const answer = await this.#client.bytes('/tools/bulk-content', {
      method: 'POST',
      body: JSON.stringify({ Resources: series.archiveIds, Level: 'Instance', Metadata: true }),
    });
    const instances = await parseJsonArray<OrthancInstance>(answer);
    const records = await Promise.all(
      instances
        // Of an instance that is there twice (under two patient ids) the newer series' one stays in the map.
        .sort((a, b) => age(b) - age(a))
        .map((instance) => instanceRecord(this.#client, instance)),
    );
    const known = new Map(
      records.filter((record) => record !== undefined).map((record) => [record.sopInstanceUid, record]),
    );
    return [...known.values()].sort(byInstanceNumber);
  }
}

const tableKey = ({ seriesInstanceUid, version }: SeriesRecord, of = version): string =>
  `${seriesInstanceUid}/${of}`;

function byInstanceNumber(a: InstanceRecord, b: InstanceRecord): number {
  const [left, right] = [a.instanceNumber ?? Infinity, b.instanceNumber ?? Infinity];
  if (left !== right) return left - right;
  return a.sopInstanceUid < b.sopInstanceUid ? -1 : 1;
}
