import { htj2kRpclLossless, type DicomJson } from '../../pixels/index.ts';
import { DicomwebError, networkError, readError } from './dicomwebError.ts';
import { request } from './request.ts';

/** Where one frame lies. */
export interface FrameAddress {
  studyInstanceUid: string;
  seriesInstanceUid: string;
  sopInstanceUid: string;
  /** 1-based. */
  frameNumber: number;
}

const root = '/dicom-web';

export const seriesPath = (studyUid: string, seriesUid: string): string =>
  `${root}/studies/${studyUid}/series/${seriesUid}`;

export const framePath = (frame: FrameAddress): string =>
  `${seriesPath(frame.studyInstanceUid, frame.seriesInstanceUid)}/instances/${frame.sopInstanceUid}/frames/${frame.frameNumber}`;

/** Address of the JPEG the server makes of a frame with its default window (PS3.18 8.3.5), at most `size` wide and high. */
export const renderedPath = (frame: FrameAddress, size: number): string =>
  `${framePath(frame)}/rendered?viewport=${size},${size}`;

/** Address of what the server makes of a whole instance for browsers (PS3.18 8.7.4): of videos the stream. */
export const instanceRenderedPath = (instance: Omit<FrameAddress, 'frameNumber'>): string =>
  `${seriesPath(instance.studyInstanceUid, instance.seriesInstanceUid)}/instances/${instance.sopInstanceUid}/rendered`;

/** Address of a series' thumbnail. */
export const thumbnailPath = (studyUid: string, seriesUid: string): string =>
  `${seriesPath(studyUid, seriesUid)}/thumbnail`;

/** Metadata of all instances of a series (PS3.18 10.4, DICOM JSON). Throws DicomwebError. */
export async function fetchSeriesMetadata(
  studyUid: string,
  seriesUid: string,
  options: { signal?: AbortSignal } = {},
): Promise<DicomJson[]> {
  const response = await request(`${seriesPath(studyUid, seriesUid)}/metadata`, {
    headers: { Accept: 'application/dicom+json' },
    ...options,
  }).catch(networkError);
  if (!response.ok) throw await readError(response);
  return (await response.json()) as DicomJson[];
}

/** HTJ2K, which is small and opens from its first bytes, where the server has it; else as stored. */
const frameAccept = [
  `image/jphc; transfer-syntax=${htj2kRpclLossless}`,
  'application/octet-stream; transfer-syntax=*; q=0.9',
].join(', ');

/** Share of an HTJ2K frame that holds an image of a quarter of its rows and columns. */
const previewShare = 0.17;

export interface FetchFrameOptions {
  signal?: AbortSignal;
  /** Somebody waits for this frame. */
  urgent?: boolean;
  /** Told once, when enough of an HTJ2K frame for a small image has arrived and the rest has not. */
  onFirstBytes?: (firstBytes: ArrayBuffer, totalBytes: number) => void;
}

/** A request that met an archive restarting is asked again this often before it counts as failed. */
const tries = 3;
const longestWaitSeconds = 5;

/**
 * One frame without loss (PS3.18 10.4.1.1.6, single part), with the transfer syntax the answer names. Throws
 * DicomwebError; what is only temporary is tried again first, after what Retry-After says.
 */
export async function fetchFrame(
  frame: FrameAddress,
  options: FetchFrameOptions = {},
): Promise<{ bytes: ArrayBuffer; transferSyntaxUid: string }> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await fetchFrameOnce(frame, options);
    } catch (error) {
      if (attempt === tries || !(error instanceof DicomwebError) || !error.isTemporary) throw error;
      const seconds = Math.min(longestWaitSeconds, error.retryAfterSeconds ?? attempt);
      await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
    }
  }
}

async function fetchFrameOnce(
  frame: FrameAddress,
  { signal, urgent, onFirstBytes }: FetchFrameOptions,
): Promise<{ bytes: ArrayBuffer; transferSyntaxUid: string }> {
  const response = await request(framePath(frame), {
    headers: { Accept: frameAccept },
    ...(signal && { signal }),
    priority: urgent ? 'high' : 'low',
  }).catch(networkError);
  if (!response.ok) throw await readError(response);
  const transferSyntaxUid = transferSyntaxOf(response.headers.get('Content-Type'));
  const totalBytes = Number(response.headers.get('Content-Length') ?? NaN);
  if (!onFirstBytes || transferSyntaxUid !== htj2kRpclLossless || !(totalBytes > 0) || !response.body)
    return { bytes: await response.arrayBuffer(), transferSyntaxUid };
  return { bytes: await readWithFirstBytes(response.body, totalBytes, onFirstBytes), transferSyntaxUid };
}

/**
 * The first `count` bytes of a frame as HTJ2K in resolution order, of which a smaller image can be made, and how many bytes
 * it has in all. Throws DicomwebError, also where the frame is not had as that, or not in parts.
 */
export async function fetchFrameStart(
  frame: FrameAddress,
  count: number,
  options: { signal?: AbortSignal } = {},
): Promise<{ bytes: ArrayBuffer; totalBytes: number }> {
  const response = await request(framePath(frame), {
    headers: {
      Accept: `image/jphc; transfer-syntax=${htj2kRpclLossless}`,
      Range: `bytes=0-${count - 1}`,
    },
    // The browser's cache would let the whole frame wait for its part.
    cache: 'no-store',
    ...options,
  }).catch(networkError);
  if (!response.ok) throw await readError(response);
  const totalBytes = Number(/\/(\d+)$/.exec(response.headers.get('Content-Range') ?? '')?.[1]);
  const asked = transferSyntaxOf(response.headers.get('Content-Type')) === htj2kRpclLossless;
  if (response.status !== 206 || !asked || !(totalBytes > 0)) {
    await response.body?.cancel();
    throw new DicomwebError(response.status, 'not-acceptable', 'the frame is not had in parts');
  }
  return { bytes: await response.arrayBuffer(), totalBytes };
}

async function readWithFirstBytes(
  body: ReadableStream<Uint8Array>,
  totalBytes: number,
  onFirstBytes: (firstBytes: ArrayBuffer, totalBytes: number) => void,
): Promise<ArrayBuffer> {
  const bytes = new Uint8Array(totalBytes);
  let received = 0;
  let told = false;
  const reader = body.getReader();
  for (;;) {
    const { done, value: chunk } = await reader.read();
    if (done) break;
    if (received + chunk.length > totalBytes)
      throw new DicomwebError(0, 'network', `the frame is longer than the announced ${totalBytes} bytes`);
    bytes.set(chunk, received);
    received += chunk.length;
    if (told || received < totalBytes * previewShare || received === totalBytes) continue;
    told = true;
    onFirstBytes(bytes.buffer.slice(0, received), totalBytes);
  }
  if (received < totalBytes)
    throw new DicomwebError(0, 'network', `the frame ended after ${received} of ${totalBytes} bytes`);
  return bytes.buffer;
}

/** The transfer syntax named in a Content-Type; Explicit VR Little Endian where none is named (PS3.18 8.7.3.5.2). */
export function transferSyntaxOf(contentType: string | null): string {
  return /transfer-syntax="?([0-9.]+)"?/.exec(contentType ?? '')?.[1] ?? '1.2.840.10008.1.2.1';
}
