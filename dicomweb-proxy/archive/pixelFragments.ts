import { FrameUnreadableError } from './errors.ts';
import type { OrthancClient } from './OrthancClient.ts';
import type { InstanceRecord } from './records.ts';

/**
 * The encapsulated pixel data of an instance, fragment after fragment and without the offset table (PS3.5 A.4): of a video the
 * whole stream. Nothing of it is held longer than it takes to pass it on.
 * @throws FrameUnreadableError where the pixel data is not encapsulated or empty
 */
export async function* pixelFragments(
  client: OrthancClient,
  { archiveId }: InstanceRecord,
  signal?: AbortSignal,
): AsyncGenerator<Uint8Array> {
  const path = `/instances/${archiveId}/content/7fe00010`;
  const listed = await client.bytes(path, { signal });
  for (const name of fragmentsOf(listed)) {
    const { body } = await client.stream(`${path}/${name}`, { lane: 'download', signal });
    yield* body as AsyncIterable<Uint8Array>;
  }
}

/** The names of the fragments: the first item is the offset table. */
function fragmentsOf(listed: Buffer): string[] {
  try {
    const names: unknown = JSON.parse(listed.subarray(0, 1 << 24).toString('utf8'));
    if (Array.isArray(names) && names.length > 1)
      return names.slice(1).filter((name): name is string => /^\d+$/.test(String(name)));
  } catch {
    // Native pixel data comes as it is.
  }
  throw new FrameUnreadableError('The pixel data (7FE0,0010) is no encapsulated stream');
}
