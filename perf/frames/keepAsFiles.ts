import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { accept } from '../readers/viewerRequests.ts';
import type { FramePath } from './chooseSample.ts';

export interface KeptFrames {
  files: number;
  bytes: number;
  /** of the first frame */
  contentType: string;
}

/** Fetches frames as the viewer does and keeps the bytes below `folder` under the same paths: what nginx is to serve. */
export async function keepAsFiles(url: string, frames: FramePath[], folder: string): Promise<KeptFrames> {
  let bytes = 0;
  let contentType = '';
  for (const frame of frames) {
    const response = await fetch(`${url}/dicom-web/${frame.path}`, { headers: { Accept: accept.frame } });
    if (!response.ok) {
      throw new Error(`${frame.path} answered ${response.status}: ${(await response.text()).slice(0, 200)}`);
    }
    const body = new Uint8Array(await response.arrayBuffer());
    contentType ||= response.headers.get('Content-Type') ?? '';
    bytes += body.length;
    // The path came from a server: it must not lead out of the folder.
    const file = path.join(folder, 'dicom-web', frame.path);
    if (!file.startsWith(folder + path.sep)) throw new Error(`not a path: ${frame.path}`);
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, body);
  }
  return { files: frames.length, bytes, contentType };
}
