import { voiChoices, type VoiChoice } from '../../../pixels/index.ts';
import type { FrameRef } from '../series/frameRef.ts';

const known = new WeakMap<FrameRef, readonly VoiChoice[]>();

/** What a frame offers to be looked at with (PS3.3 C.11.2), read once: tables are long. */
export function voiChoicesOf(frame: FrameRef): readonly VoiChoice[] {
  const before = known.get(frame);
  if (before) return before;
  const choices = voiChoices(frame.instance);
  known.set(frame, choices);
  return choices;
}
