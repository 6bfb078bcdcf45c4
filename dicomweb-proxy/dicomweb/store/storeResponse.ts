import type { DicomJson } from '../../archive/index.ts';
import type { Part10Head } from '../../part10/index.ts';
import type { PartOutcome } from './storePart.ts';

/**
 * Store Instances Response Module, PS3.18 Table I.1-1.
 * @param root address of the DICOMweb service
 * @param study of the address, if it names one
 */
export function storeResponse(
  outcomes: readonly PartOutcome[],
  root: string,
  study: string | undefined,
): DicomJson {
  const studies = new Set<string | undefined>();
  const failed: DicomJson[] = [];
  const stored: DicomJson[] = [];
  for (const outcome of outcomes) {
    if (outcome.kind === 'failed') failed.push(failedItem(outcome));
    else {
      studies.add(outcome.head.studyInstanceUid ?? study);
      stored.push(storedItem(outcome, root));
    }
  }
  const [only] = studies;
  return {
    '00081190': uri(studies.size === 1 && only !== undefined ? `${root}/studies/${only}` : undefined),
    ...(failed.length > 0 ? { '00081198': { vr: 'SQ', Value: failed } } : {}),
    ...(stored.length > 0 ? { '00081199': { vr: 'SQ', Value: stored } } : {}),
  };
}

/** Error Comment (0000,0902) is for people: the first 64 characters of the reason. */
const failedItem = ({
  head,
  refusal: { failureReason, text },
}: PartOutcome & { kind: 'failed' }): DicomJson => ({
  '00000902': { vr: 'LO', Value: [text.replaceAll('\\', '/').slice(0, 64)] },
  ...reference(head),
  '00081197': { vr: 'US', Value: [failureReason] },
});

const storedItem = ({ head, warning }: PartOutcome & { kind: 'stored' }, root: string): DicomJson => ({
  ...reference(head),
  '00081190': uri(instanceUrl(head, root)),
  ...(warning === undefined ? {} : { '00081196': { vr: 'US', Value: [warning] } }),
});

/** SOP Instance Reference Macro, PS3.3 Table 10-11 */
const reference = (head: Part10Head | undefined): DicomJson => ({
  '00081150': uid(head?.sopClassUid),
  '00081155': uid(head?.sopInstanceUid),
});

function instanceUrl(head: Part10Head, root: string): string | undefined {
  const { studyInstanceUid, seriesInstanceUid, sopInstanceUid } = head;
  if (!studyInstanceUid || !seriesInstanceUid) return undefined;
  return `${root}/studies/${studyInstanceUid}/series/${seriesInstanceUid}/instances/${sopInstanceUid}`;
}

const uid = (value: string | undefined) => (value ? { vr: 'UI', Value: [value] } : { vr: 'UI' });
const uri = (value: string | undefined) => (value ? { vr: 'UR', Value: [value] } : { vr: 'UR' });
