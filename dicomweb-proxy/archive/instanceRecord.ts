import type { OrthancClient } from './OrthancClient.ts';
import type { OrthancInstance } from './orthancTypes.ts';
import type { InstanceRecord } from './records.ts';

/** undefined for an instance without SOP Instance UID, which nobody can ask for. */
export async function instanceRecord(
  client: OrthancClient,
  instance: OrthancInstance,
): Promise<InstanceRecord | undefined> {
  const { MainDicomTags: tags, Metadata: metadata = {} } = instance;
  if (!tags.SOPInstanceUID) return undefined;
  const instanceNumber = Number.parseInt(tags.InstanceNumber ?? '', 10);
  return {
    sopInstanceUid: tags.SOPInstanceUID,
    sopClassUid: metadata.SopClassUid,
    instanceNumber: Number.isNaN(instanceNumber) ? undefined : instanceNumber,
    archiveId: instance.ID,
    version: (instance.FileUuid ?? `${instance.ID}.${metadata.ReceptionDate ?? ''}`).replaceAll('-', ''),
    fileBytes: instance.FileSize,
    transferSyntaxUid: metadata.TransferSyntax ?? (await storedTransferSyntax(client, instance.ID)),
  };
}

/** From the file meta information: the index lacks transfer syntaxes that this Orthanc does not know (HTJ2K). */
async function storedTransferSyntax(client: OrthancClient, archiveId: string): Promise<string | undefined> {
  const header = await client.json<Record<string, { Value?: unknown }>>(`/instances/${archiveId}/header`);
  const uid = header['0002,0010']?.Value;
  return typeof uid === 'string' ? uid : undefined;
}
