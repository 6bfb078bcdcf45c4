import { Router, type Request, type Response } from 'express';
import { imagePixelModule } from '../../../pixels/index.ts';
import { FrameUnreadableError, type InstanceRecord, type SeriesRecord } from '../../archive/index.ts';
import { sendMultipart } from '../multipartWriter.ts';
import { badParameter } from '../problems.ts';
import { instanceOf, type RouteContext } from '../RouteContext.ts';
import { rootUrl } from '../search/routes.ts';
import { answeredNotModified, sendBytes } from '../sendBytes.ts';
import { frameRepresentation, type FrameRepresentation } from './frameRepresentation.ts';

const mostFrames = 10_000;

/** Retrieve frames, PS3.18 10.4.1.6: one alone, or several as multipart/related. */
export function frameRoutes(context: RouteContext): Router {
  const router = Router();
  const { authorise, prepared } = context;

  router.get(
    '/studies/:study/series/:series/instances/:instance/frames/:frames',
    async (request, response) => {
      const frames = frameNumbers(request);
      const { series, instance } = await instanceOf(context, request);
      await authorise(request, { action: 'read', studyInstanceUid: series.studyInstanceUid });
      if (instance.transferSyntaxUid === undefined) {
        throw new FrameUnreadableError('The stored file does not say its transfer syntax (0002,0010)');
      }
      const chosen = frameRepresentation(request.headers.accept, instance.transferSyntaxUid, frames.length);
      response.vary('Accept');
      // The address says nothing of the version, so the client asks whether it still holds; 304 costs no bytes.
      response.setHeader('cache-control', 'private, no-cache');
      const form = `${chosen.form === 'decoded' ? '-d' : ''}${chosen.multipart ? '-m' : ''}`;
      const etag = `"${instance.version}-${frames.join('.')}${form}"`;
      if (frames.length === 1 && answeredNotModified(request, response, etag)) return;
      const contentType = `${chosen.mediaType}; transfer-syntax=${chosen.transferSyntaxUid}`;
      if (!chosen.multipart) {
        const bytes = await frameBytes(context, series, instance, frames[0] ?? 1, chosen);
        sendBytes(request, response, { bytes, contentType, etag });
        return;
      }
      // The first one decides about the status: afterwards an error can only break off.
      const first = await frameBytes(context, series, instance, frames[0] ?? 1, chosen);
      if (request.method === 'HEAD') return void response.end();
      await sendMultipart(response, chosen.mediaType, parts(request, response, first));

      async function* parts(request: Request, response: Response, first: Buffer) {
        const location = rootUrl(request) + request.path.replace(/[^/]+$/, '');
        for (const [index, frame] of frames.entries()) {
          if (response.destroyed) return;
          const body = index === 0 ? first : await frameBytes(context, series, instance, frame, chosen);
          yield { contentType, contentLocation: `${location}${frame}`, body };
        }
      }
    },
  );

  return router;

  async function frameBytes(
    { pool }: RouteContext,
    series: SeriesRecord,
    instance: InstanceRecord,
    frameNumber: number,
    { form }: FrameRepresentation,
  ): Promise<Buffer> {
    const { bytes, transferSyntaxUid } = await prepared.frames.get(instance, frameNumber);
    if (form === 'stored') return bytes;
    const image = imagePixelModule(await prepared.dataSets.get(series, instance));
    const { values } = await pool.decode(bytes, transferSyntaxUid, image);
    return Buffer.from(values.buffer, values.byteOffset, values.byteLength);
  }
}

/** `1` or `1,3,4`. @throws HttpProblem 400 */
function frameNumbers(request: Request): number[] {
  const text = String(request.params.frames);
  const numbers = text.split(',').map(Number);
  const fine = /^\d{1,9}(,\d{1,9})*$/.test(text) && numbers.every((number) => number >= 1);
  if (!fine) throw badParameter('frames', text, 'frame numbers from 1, separated by commas');
  if (numbers.length > mostFrames) throw badParameter('frames', text, `at most ${mostFrames} of them`);
  return numbers;
}
