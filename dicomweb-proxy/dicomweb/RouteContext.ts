import type { IncomingMessage } from 'node:http';
import type { Request } from 'express';
import type { Logger } from 'pino';
import type { Archive, InstanceRecord, SeriesRecord, StudyRecord } from '../archive/index.ts';
import type { FramePool } from '../frames/index.ts';
import type { PreparedStudies } from '../prepared/index.ts';
import type { RefusedFiles } from '../refused/index.ts';
import { notFound, type HttpProblem } from './problems.ts';
import { badUid, isUid, uidOf } from './uids.ts';

/** What is about to be done; `studyInstanceUid` is absent where it is about all studies. */
export interface Access {
  action: 'search' | 'read' | 'store' | 'delete';
  studyInstanceUid?: string;
}

/** Decides who may do what: throws, or rejects, to refuse. The request may not have come to Express yet. */
export type Authorise = (request: IncomingMessage, access: Access) => void | Promise<void>;

export interface RouteContext {
  archive: Archive;
  prepared: PreparedStudies;
  pool: FramePool;
  refused: RefusedFiles;
  authorise: Authorise;
  logger: Logger;
}

/** The study of the path. @throws HttpProblem 400, 404 */
export async function studyOf({ archive }: RouteContext, request: Request): Promise<StudyRecord> {
  const uid = uidOf(request, 'study');
  const study = await archive.catalogue.findStudy(uid);
  if (!study) throw absent('study', uid);
  return study;
}

/** The series of the path. @throws HttpProblem 400, 404 */
export async function seriesOf(context: RouteContext, request: Request): Promise<SeriesRecord> {
  const [study, series] = [uidOf(request, 'study'), uidOf(request, 'series')];
  const found = await context.archive.catalogue.findSeries(study, series);
  if (found) return found;
  await studyOf(context, request);
  throw absent('series', series);
}

/** The instance of the path, which may have come in a moment ago. @throws HttpProblem 400, 404 */
export async function instanceOf(
  context: RouteContext,
  request: Request,
): Promise<{ series: SeriesRecord; instance: InstanceRecord }> {
  const uid = uidOf(request, 'instance');
  const series = await seriesOf(context, request);
  const instance = (await context.archive.instances(series)).get(uid);
  if (instance) return { series, instance };
  await context.archive.catalogue.lookAgain();
  const now = await seriesOf(context, request);
  const late = (await context.archive.instances(now)).get(uid);
  if (!late) throw absent('instance', uid);
  return { series: now, instance: late };
}

/** What is no UID at all was a mistake in the address. */
const absent = (level: 'study' | 'series' | 'instance', uid: string): HttpProblem =>
  isUid(uid) ? notFound(level, uid) : badUid(level, uid);
