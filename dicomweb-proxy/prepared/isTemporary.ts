import { ArchiveUnavailableError } from '../archive/index.ts';
import { FrameQueueFullError } from '../frames/index.ts';

/** Whether it is worth trying the same again in seconds. */
export const isTemporary = (error: unknown): boolean =>
  error instanceof ArchiveUnavailableError || error instanceof FrameQueueFullError;
