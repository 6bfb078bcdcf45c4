import type { Logger } from 'pino';
import type { Archive } from '../archive/index.ts';
import type { FramePool } from '../frames/index.ts';
import type { PreparedStudies } from '../prepared/index.ts';
import type { RefusedFiles } from '../refused/index.ts';
import type { IncomingFiles } from './access/IncomingFiles.ts';

/** The archive without what finds studies: these come from the table of routes, checked. */
export type CheckedArchive = Omit<Archive, 'catalogue' | 'knownInstance'>;

/** What handlers work with. */
export interface RouteContext {
  archive: CheckedArchive;
  prepared: PreparedStudies;
  pool: FramePool;
  refused: RefusedFiles;
  incoming: IncomingFiles;
  logger: Logger;
  /** What one request with files may carry. */
  uploadMaxBytes: number;
}
