import type { MeasurementTool } from './measurement.ts';

/** How many points a tool has; a freehand region has this many and more. */
export const pointCounts: Record<MeasurementTool, number> = {
  length: 2,
  angle: 3,
  cobb: 4,
  bidirectional: 4,
  ellipse: 4,
  rectangle: 4,
  freehand: 3,
  probe: 1,
  arrow: 2,
  profile: 2,
};

/** Why these points cannot be a measurement of this tool; undefined when they can. */
export function pointsFault(
  tool: MeasurementTool,
  points: readonly (readonly number[])[],
): string | undefined {
  const wanted = pointCounts[tool];
  const fits = tool === 'freehand' ? points.length >= wanted : points.length === wanted;
  if (!fits)
    return `${tool} has ${wanted} points${tool === 'freehand' ? ' or more' : ''}, not ${points.length}`;
  const bad = points.find((point) => point.length !== 3 || !point.every(Number.isFinite));
  return bad && `no point in patient mm: ${String(bad)}`;
}
