import { comparable } from '../access/index.ts';
import type { Row } from '../database/index.ts';

/** Where a study was made. Texts; '' where that is not known. */
export interface Origin {
  readonly institution: string;
  readonly department: string;
}

type Entry = Pick<Row<'department_map'>, 'source' | 'value' | 'institution' | 'department'>;

/**
 * What stations and names of institutions stand for: files name the room and seldom the department, and write one hospital
 * in several ways.
 */
export class DepartmentMap {
  readonly #entries = new Map<string, Entry>();

  constructor(entries: readonly Entry[]) {
    for (const entry of entries) this.#entries.set(keyOf(entry.source, entry.value), entry);
  }

  /**
   * @param institution Institution Name (0008,0080) @param stations Station Names (0008,1010) of its series
   * @returns the department of the first station that is in the map, else that of the institution
   */
  origin(institution: string, stations: readonly string[]): Origin {
    const named = this.#entries.get(keyOf('institution', institution));
    const station = stations
      .map((name) => this.#entries.get(keyOf('station', name)))
      .find((entry) => entry !== undefined);
    return {
      // What the file says goes before where the station stands: machines are lent.
      institution: named?.institution ?? (institution || (station?.institution ?? '')),
      department: station?.department ?? named?.department ?? '',
    };
  }
}

const keyOf = (source: Entry['source'], value: string): string => `${source} ${comparable(value)}`;
