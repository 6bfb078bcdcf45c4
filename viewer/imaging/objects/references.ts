import type { DicomJson } from '../../../pixels/index.ts';
import { string } from '../../dicomweb/index.ts';

/** An object that another one names. */
export interface ObjectReference {
  readonly studyInstanceUid: string | undefined;
  readonly seriesInstanceUid: string | undefined;
  readonly sopClassUid: string;
  readonly sopInstanceUid: string;
}

/**
 * Every object that an instance refers to: Referenced SOP Instance UID (0008,1155) wherever it stands (PS3.3 10.3, 10.8), with
 * the series and study named around it. Each once, in their order.
 */
export function referencesOf(instance: DicomJson): ObjectReference[] {
  const found = new Map<string, ObjectReference>();
  const walk = (item: DicomJson, studyUid: string | undefined, seriesUid: string | undefined): void => {
    const sopInstanceUid = string(item, '00081155');
    // A place that names the series is worth more than one that does not.
    if (
      sopInstanceUid !== undefined &&
      !isManaged(item) &&
      (!found.has(sopInstanceUid) || seriesUid !== undefined)
    ) {
      const sopClassUid = string(item, '00081150') ?? '';
      if (found.get(sopInstanceUid)?.seriesInstanceUid === undefined)
        found.set(sopInstanceUid, {
          studyInstanceUid: studyUid,
          seriesInstanceUid: seriesUid,
          sopClassUid,
          sopInstanceUid,
        });
    }
    for (const { vr, Value } of Object.values(item)) {
      if (vr !== 'SQ' || !Array.isArray(Value)) continue;
      for (const below of Value as (DicomJson | null)[]) {
        if (!below || typeof below !== 'object') continue;
        walk(
          below,
          string(below, 'StudyInstanceUID') ?? studyUid,
          string(below, 'SeriesInstanceUID') ?? seriesUid,
        );
      }
    }
  };
  walk(instance, undefined, undefined);
  return [...found.values()];
}

/** Studies and procedure steps of the management services (PS3.4 Annex F, 1.2.840.10008.3.1): nothing that is stored. */
const isManaged = (item: DicomJson): boolean =>
  string(item, '00081150')?.startsWith('1.2.840.10008.3.1.') ?? false;
