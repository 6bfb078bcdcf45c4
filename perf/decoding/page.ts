import type { DecodeRequest, EncodedFrame, FrameAnswer } from '../../viewer/imaging/frames/frameJobs.ts';

/** What the benchmark asks of the page: where the frames lie and what they are. */
export interface PageJob {
  urls: string[];
  request: Pick<EncodedFrame, 'transferSyntaxUid' | 'image'>;
  seconds: number;
}

export interface PageResult {
  /** Milliseconds of each frame from handing it to the worker to having its values. */
  times: number[];
  /** The very first frame, which loads the codec. */
  firstMs: number;
  error?: string;
}

declare global {
  interface Window {
    measureDecoding(job: PageJob): Promise<PageResult>;
  }
}

/** Nothing is done to the values but decoding. */
const asStored = {
  slope: 1,
  intercept: 0,
  palette: undefined,
  padding: undefined,
  overlayBits: [],
} as const;

/** One worker with the viewer's own code, frame after frame; each frame is a fresh copy, as the worker takes it away. */
window.measureDecoding = async ({ urls, request, seconds }) => {
  const frames = await Promise.all(urls.map(async (url) => (await fetch(url)).arrayBuffer()));
  const worker = new Worker(new URL('../../viewer/imaging/frames/decode.worker.ts', import.meta.url), {
    type: 'module',
  });
  const decode = (id: number): Promise<FrameAnswer> =>
    new Promise((resolve, reject) => {
      worker.onmessage = ({ data }: MessageEvent<FrameAnswer>) => !('decoding' in data) && resolve(data);
      worker.onerror = ({ message }) => reject(new Error(message));
      const encoded = (frames[id % frames.length] as ArrayBuffer).slice(0);
      const frame: EncodedFrame = { ...request, ...asStored, encoded };
      worker.postMessage({ kind: 'decode', id, urgent: false, frame } satisfies DecodeRequest, [encoded]);
    });
  try {
    const times: number[] = [];
    let firstMs = 0;
    const end = performance.now() + 1000 * seconds;
    for (let id = 0; id < 5 || performance.now() < end; id++) {
      const start = performance.now();
      const response = await decode(id);
      const ms = performance.now() - start;
      if ('error' in response) return { times, firstMs, error: response.error };
      // The first frames are decoded by code that is not optimised yet.
      if (id === 0) firstMs = ms;
      if (id >= 3) times.push(ms);
    }
    return { times, firstMs };
  } finally {
    worker.terminate();
  }
};
