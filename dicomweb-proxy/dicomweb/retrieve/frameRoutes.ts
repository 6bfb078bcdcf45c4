import type { Request, Response } from 'express';
import { FrameUnreadableError, type InstanceRecord, type SeriesRecord } from '../../archive/index.ts';
import { sendMultipart, type Part } from '../multipartWriter.ts';
import { badParameter } from '../problems.ts';
import type { RouteTable } from '../access/RouteTable.ts';
import type { RouteContext } from '../RouteContext.ts';
import { rootUrl } from '../search/routes.ts';
import { answeredNotModified, sendBytes } from '../sendBytes.ts';
import { DecodedFrames } from './DecodedFrames.ts';
import { describeCaching, etagOf, hasAlready, rememberNegotiations } from './frameAnswers.ts';
import { goneSignal } from '../goneSignal.ts';
import { choicesForAll, frameBytes } from './frameBytes.ts';
import { refuseAll, type FrameRepresentation } from './frameRepresentation.ts';

const mostFrames = 10_000;

/** Retrieve frames, PS3.18 10.4.1.6: one alone, or several as multipart/related. */
export function frameRoutes(routes: RouteTable, context: RouteContext): void {
  const source = { prepared: context.prepared, decoded: new DecodedFrames(context) };
  const negotiate = rememberNegotiations();

  routes.add({
    method: 'GET',
    path: '/studies/:study/series/:series/instances/:instance/frames/:frames',
    rule: { right: 'read', of: 'instance' },
    parse: frameNumbers,
    frames: (asked) => asked.length,
    async handler({ series, instance, asked: frames }, request, response) {
      if (instance.transferSyntaxUid === undefined) {
        throw new FrameUnreadableError('The stored file does not say its transfer syntax (0002,0010)');
      }
      const choices = negotiate(request.headers.accept, instance.transferSyntaxUid, frames.length);
      if (choices.length === 0) refuseAll(instance.transferSyntaxUid);
      describeCaching(response);
      const [frame] = frames;
      if (frame === undefined || frames.length > 1 || choices[0]?.multipart) {
        return sendParts(request, response, series, instance, frames, choices);
      }
      if (hasAlready(request, response, instance, frame, choices, false)) return;
      const { bytes, chosen } = await frameBytes(
        source,
        series,
        instance,
        frame,
        choices,
        goneSignal(response),
      );
      const { contentType } = chosen;
      sendBytes(request, response, { bytes, contentType, etag: etagOf(instance, frames, chosen) });
    },
  });

  async function sendParts(
    request: Request,
    response: Response,
    series: SeriesRecord,
    instance: InstanceRecord,
    frames: readonly number[],
    acceptable: readonly FrameRepresentation[],
  ): Promise<void> {
    const choices = await choicesForAll(context, series, instance, frames, acceptable);
    const gone = goneSignal(response);
    const load = (frame: number) => frameBytes(source, series, instance, frame, choices, gone);
    // The first one decides about the status: afterwards an error can only break off.
    const first = await load(frames[0] ?? 1);
    const etag = etagOf(instance, frames, first.chosen);
    if (frames.length === 1 && answeredNotModified(request, response, etag)) return;
    if (request.method === 'HEAD') return void response.end();
    await sendMultipart(response, first.chosen.mediaType, parts());

    async function* parts(): AsyncGenerator<Part> {
      const location = rootUrl(request) + request.path.replace(/[^/]+$/, '');
      for (const [index, frame] of frames.entries()) {
        if (response.destroyed) return;
        const { bytes, chosen } = index === 0 ? first : await load(frame);
        const { contentType } = chosen;
        yield { contentType, contentLocation: `${location}${frame}`, body: bytes };
      }
    }
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
