/** Which frame a job is about. */
export interface FrameSubject {
  /** of the instance: another text when the stored file is another one */
  readonly version: string;
  readonly sopInstanceUid: string;
  /** from 1 */
  readonly frameNumber: number;
}

export interface FramesSetAside {
  /** The reason; undefined for a frame that may be tried. */
  reasonFor(subject: FrameSubject): string | undefined;
  add(subject: FrameSubject, reason: string): void;
}
