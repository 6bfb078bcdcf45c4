/**
 * What became of a file in the viewer.
 * - `shown`: its images, or what it holds instead, are on the screen, and what could be compared agrees.
 * - `explained`: it is not, and the reader is told why (on the screen, or when the file was stored).
 * - `wrong`: other values than an independent decoder gives, or the page broke.
 * - `hung`: neither in time.
 */
export interface Finding {
  name: string;
  verdict: 'shown' | 'explained' | 'wrong' | 'hung';
  /** image, report, document, … as in the automation interface; empty where nothing opened. */
  kind: string;
  /** What was compared with what, or the reason that was given. */
  note: string;
  /** JPEG of the viewport, where there is one. */
  picture?: Buffer;
}
