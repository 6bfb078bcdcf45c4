import { pino } from 'pino';
import {
  createFramePool,
  FrameWorkerError,
  presentationFromInstance,
} from '../../dicomweb-proxy/frames/index.ts';
import { parseDicom, type DicomFrames } from '../../pixels/__tests__/readDicom.ts';
import { jobTimeoutMs, type Attempt, type Outcome } from './Outcome.ts';

/**
 * Reads a file and decodes and draws frames of it in a worker as the proxy does: a reason is a good end, a worker that
 * dies, hangs or fails in an unforeseen way is not.
 */
const pool = createFramePool({ logger: pino({ level: 'silent' }), threads: 1, timeoutMs: jobTimeoutMs });
const size = { maxWidth: 128, maxHeight: 128 };
const mostFrames = 3;

async function attempt({ bytes }: Attempt): Promise<Outcome> {
  let dicom: DicomFrames;
  try {
    dicom = parseDicom(Buffer.from(bytes));
  } catch (error) {
    return { kind: 'refused', why: String(error) };
  }
  const { frames, transferSyntaxUid, image, dataSet } = dicom;
  let outcome: Outcome = { kind: 'refused', why: 'no frames' };
  for (const [index, frame] of frames.slice(0, mostFrames).entries()) {
    try {
      const { values } = await pool.decode(frame, transferSyntaxUid, image);
      const count = image.rows * image.columns * image.samplesPerPixel;
      if (values.length !== count) return { kind: 'failed', why: `${values.length} values, not ${count}` };
      await pool.renderJpeg(
        frame,
        transferSyntaxUid,
        image,
        presentationFromInstance(dataSet, index + 1),
        size,
      );
      outcome = { kind: 'shown' };
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      if (error instanceof FrameWorkerError) return { kind: 'failed', why };
      outcome = { kind: 'refused', why };
    }
  }
  return outcome;
}

process.on('message', (message) => {
  attempt(message as Attempt).then(
    (outcome) => process.send?.(outcome),
    (error: unknown) => process.send?.({ kind: 'failed', why: String(error) } satisfies Outcome),
  );
});
process.on('disconnect', () => void pool.close().then(() => process.exit(0)));
process.send?.('ready');
