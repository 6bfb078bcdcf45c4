import { htj2kRpclLossless } from '../../../pixels/index.ts';
import { fetchFrame, fetchFrameStart, pageSession } from '../../dicomweb/index.ts';
import { FetchQueue } from './fetchQueue.ts';
import type {
  EncodedFrame,
  FetcherSignedOut,
  FetchRequest,
  FrameAnswer,
  FrameDone,
  FrameToFetch,
} from './frameJobs.ts';

/** Fetched here, so that frames go on coming while the page is busy. */
async function fetchEncoded(
  { address, firstBytes, ...read }: FrameToFetch,
  urgent: boolean,
  signal: AbortSignal,
): Promise<EncodedFrame> {
  if (firstBytes === undefined) {
    const { bytes, transferSyntaxUid } = await fetchFrame(address, { signal, urgent });
    return { ...read, encoded: bytes, transferSyntaxUid };
  }
  const { bytes, totalBytes } = await fetchFrameStart(address, firstBytes, { signal });
  return { ...read, encoded: bytes, transferSyntaxUid: htj2kRpclLossless, totalBytes };
}

const worker = self as unknown as {
  onmessage: (event: MessageEvent<FetchRequest>) => void;
  postMessage: (message: FrameAnswer | FetcherSignedOut) => void;
};

const queue = new FetchQueue({
  /** Browsers allow six connections to a host. */
  fetches: 6,
  fetch: fetchEncoded,
  answer: (answer) => worker.postMessage(answer),
});

let holding = false;
// The page asks somebody to sign in, and says when that is done.
pageSession.addEventListener('signed-out', () => {
  if (!holding) worker.postMessage({ signedOut: true });
});

worker.onmessage = ({ data }) => {
  if (data.kind === 'token') return void (pageSession.token = data.token);
  if (data.kind === 'hold') {
    holding = true;
    void pageSession.end();
    holding = false;
    return;
  }
  if (data.kind === 'resume') return pageSession.resume(data.again);
  if (data.kind !== 'decoder') return queue.receive(data);
  const { decoder, port } = data;
  port.onmessage = ({ data: { id } }: MessageEvent<FrameDone>) => queue.done(decoder, id);
  queue.addDecoder(decoder, (request) =>
    port.postMessage(request, request.kind === 'decode' ? [request.frame.encoded] : []),
  );
};
