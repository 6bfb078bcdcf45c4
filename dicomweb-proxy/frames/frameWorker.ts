import { move, transferableSymbol, valueSymbol } from 'piscina';
import {
  decodeFrame,
  FrameDecodeError,
  UnsupportedTransferSyntaxError,
  wholeCells,
  type FrameValues,
} from '../../pixels/index.ts';
import type { FrameFailure, FrameJob, FramePresentation, FrameResult, IndependentCheck } from './jobs.ts';
import { prepareFrame } from './prepareFrame.ts';

/** Entry point of a worker thread: one job at a time. */
export default async function work(job: FrameJob): Promise<unknown> {
  try {
    if (job.task.kind === 'prepare') return await prepare(job, job.task.check);
    const frame = await decodeFrame(job.encoded, job.transferSyntaxUid, job.image);
    if (job.task.kind === 'decode') return handOver({ kind: 'decoded', frame }, frame.values.buffer);
    // Only a thread that renders loads libvips.
    const { renderJpeg } = await import('./renderJpeg.ts');
    const { presentation, size } = job.task;
    const bytes = await renderJpeg(frame, presentation, size, await embeddedCells(job, presentation));
    return handOver({ kind: 'jpeg', bytes }, bytes.buffer);
  } catch (error) {
    return { kind: 'failed', error: describe(error) } satisfies FrameResult;
  }
}

/** The pixel cells whole, for the overlays that are in them. */
async function embeddedCells(
  { encoded, transferSyntaxUid, image }: FrameJob,
  { overlays = [] }: FramePresentation,
): Promise<FrameValues | undefined> {
  if (!overlays.some(({ plane }) => 'bit' in plane.source)) return undefined;
  return (await decodeFrame(encoded, transferSyntaxUid, wholeCells(image))).values;
}

async function prepare(job: FrameJob, check: IndependentCheck): Promise<unknown> {
  const prepared = await prepareFrame(job.encoded, job.transferSyntaxUid, job.image, check);
  const result: FrameResult = { kind: 'prepared', prepared };
  return prepared.kind === 'htj2k' ? handOver(result, prepared.bytes.buffer) : result;
}

/** Moves the pixels to the other thread instead of copying them. */
function handOver(result: FrameResult, buffer: ArrayBuffer): unknown {
  return move({
    get [transferableSymbol]() {
      return buffer;
    },
    get [valueSymbol]() {
      return result;
    },
  } as unknown as ArrayBuffer);
}

function describe(error: unknown): FrameFailure {
  if (error instanceof UnsupportedTransferSyntaxError) return { type: 'unsupported', reason: error.reason };
  if (error instanceof FrameDecodeError) return { type: 'not-decodable', reason: error.reason };
  return { type: 'other', reason: error instanceof Error ? (error.stack ?? error.message) : String(error) };
}
