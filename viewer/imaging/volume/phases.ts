import { number, string } from '../../dicomweb/index.ts';
import type { FrameRef } from '../series/frameRef.ts';

/** Attributes that tell the images of one place apart, the most telling first. */
const keys = [
  '00209128', // Temporal Position Index
  '00200100', // Temporal Position Identifier
  '00189087', // Diffusion b-value
  '00180086', // Echo Numbers
  '00180081', // Echo Time
  '00181060', // Trigger Time
  '00200012', // Acquisition Number
  '00180024', // Sequence Name
  '00080008', // Image Type
  '00080032', // Acquisition Time
];

/** One image for each place, of several. */
export interface Phase {
  frames: FrameRef[];
  /** 1-based, in the order in which the phases begin in the stack. */
  index: number;
  count: number;
  by: string;
}

/**
 * Of frames that share places, those that belong to `shown`: told apart by the first attribute that gives each phase every
 * place once, else by the order of Instance Number at each place. Undefined where places have not equally many frames.
 *
 * @param places for each frame the number of its place
 */
export function phaseOf(
  frames: readonly FrameRef[],
  places: readonly number[],
  shown: FrameRef,
): Phase | undefined {
  const placeCount = new Set(places).size;
  const count = frames.length / placeCount;
  if (!Number.isInteger(count)) return undefined;
  const choices: [by: string, labels: string[]][] = keys.map((key) => [
    key,
    frames.map((frame) => String(number(frame.instance, key) ?? string(frame.instance, key) ?? '')),
  ]);
  choices.push(['00200013', turnsAtPlaces(frames, places)]);
  for (const [by, labels] of choices) {
    const groups = Map.groupBy(frames.keys(), (index) => labels[index] as string);
    const whole = [...groups.values()].every(
      (group) => group.length === placeCount && new Set(group.map((i) => places[i])).size === placeCount,
    );
    if (!whole || groups.size !== count) continue;
    const own = labels[Math.max(0, frames.indexOf(shown))] as string;
    return {
      frames: (groups.get(own) as number[]).map((index) => frames[index] as FrameRef),
      index: [...groups.keys()].indexOf(own) + 1,
      count,
      by,
    };
  }
  return undefined;
}

/** For each frame which of its place's frames it is, in the order of the stack (that of Instance Number). */
function turnsAtPlaces(frames: readonly FrameRef[], places: readonly number[]): string[] {
  const seen = new Map<number, number>();
  return frames.map((_, index) => {
    const place = places[index] as number;
    const turn = seen.get(place) ?? 0;
    seen.set(place, turn + 1);
    return String(turn);
  });
}
