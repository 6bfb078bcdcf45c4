import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Archive, InstanceRecord, SeriesRecord, StudyRecord } from '../../archive/index.ts';
import type { PreparedStudies } from '../../prepared/index.ts';
import { StudyHidden, type Guard } from '../access/Guard.ts';
import { HttpProblem } from '../problems.ts';
import { sendWhole } from '../sendBytes.ts';
import { describeCaching, etagOf, hasAlready, rememberNegotiations } from './frameAnswers.ts';
import type { FrameRepresentation } from './frameRepresentation.ts';

/** Answers a request, or calls `next`: with an error to refuse it, without one when it is for somebody else. */
export type ReadyFrames = (
  request: IncomingMessage,
  response: ServerResponse,
  next: (error?: unknown) => void,
) => void;

/** Refusals that the long way has to give too, so that nothing of them tells that the frame is there. */
const tellsNothing = (error: unknown): boolean =>
  error instanceof StudyHidden ||
  (error instanceof HttpProblem && (error.status === 401 || error.status === 429));

interface ReadyFrame {
  study: StudyRecord;
  series: SeriesRecord;
  instance: InstanceRecord;
  frame: number;
  choices: readonly FrameRepresentation[];
  chosen: FrameRepresentation;
  bytes: Buffer;
}

export interface ReadyFramesSource {
  archive: Archive;
  prepared: PreparedStudies;
  guard: Guard;
}

/**
 * The short way to what readers ask for most: one frame, whole, that is in memory. It is answered as `frameRoutes` would, but
 * without waiting for anything, and before Express has begun with it. Whatever is not that plain goes on to there, and so does
 * what is hidden from who asks, to be answered as what there is not.
 * @param path under which clients see the resources, without a slash at the end
 * @param describe sets the headers that all answers below `path` have
 */
export function readyFrames(
  { archive, prepared, guard }: ReadyFramesSource,
  path: string,
  describe: (response: ServerResponse) => void,
): ReadyFrames {
  const address = new RegExp(
    `^${path}/studies/([^/?]+)/series/([^/?]+)/instances/([^/?]+)/frames/([1-9]\\d{0,8})$`,
  );
  const negotiate = rememberNegotiations();

  return (request, response, next) => {
    const ready = find(request);
    if (!ready) return next();
    const access = { right: 'read', study: ready.study } as const;
    const send = (): void => {
      const { instance, frame, choices, chosen, bytes } = ready;
      describe(response);
      describeCaching(response);
      if (hasAlready(request, response, instance, frame, [chosen, ...choices], true))
        return guard.answered?.(request, access, { status: 304, frames: 1, bytes: 0 });
      const { contentType } = chosen;
      sendWhole(request, response, { bytes, contentType, etag: etagOf(instance, [frame], chosen) });
      guard.answered?.(request, access, { status: 200, frames: 1, bytes: bytes.length });
    };
    const refuse = (error: unknown): void => next(tellsNothing(error) ? undefined : error);
    let checked: void | Promise<void>;
    try {
      checked = guard.check(request, access);
    } catch (error) {
      return refuse(error);
    }
    if (checked) checked.then(send).catch(refuse);
    else send();
  };

  function find({ method, url = '', headers }: IncomingMessage): ReadyFrame | undefined {
    if ((method !== 'GET' && method !== 'HEAD') || headers.range !== undefined) return undefined;
    const [, study = '', seriesUid = '', instanceUid = '', number = ''] = address.exec(url) ?? [];
    const known = archive.knownInstance(study, seriesUid, instanceUid);
    if (known?.instance.transferSyntaxUid === undefined) return undefined;
    const { study: itsStudy, series, instance } = known;
    const frame = Number(number);
    const choices = negotiate(headers.accept, known.instance.transferSyntaxUid, 1);
    for (const chosen of choices) {
      const bytes = chosen.multipart ? undefined : inMemory(series, instance, frame, chosen);
      if (bytes) return { study: itsStudy, series, instance, frame, choices, chosen, bytes };
      if (bytes === undefined) return undefined;
    }
    return undefined;
  }

  /** null: the frame cannot be had in this form; undefined: that is not known at once. */
  function inMemory(
    series: SeriesRecord,
    instance: InstanceRecord,
    frame: number,
    { form }: FrameRepresentation,
  ): Buffer | null | undefined {
    if (form === 'stored') return prepared.frames.peek(instance, frame)?.bytes;
    if (form === 'decoded') return undefined;
    const outcome = prepared.htj2k.peek(series, instance, frame);
    return outcome && outcome.kind !== 'htj2k' ? null : outcome?.bytes;
  }
}
