import { samplePlace, type Trace } from './waveformSheet.ts';

/** Finer than the line that is drawn, mm. */
const columnMm = 0.2;
/** Length of a piece, mm: what is not in sight need not be drawn, and a browser draws a path whole or not at all. */
const pieceMm = 20;

/**
 * A trace as the `d` of SVG paths in mm, piece after piece. Where samples are closer than can be drawn, of each fifth of a millimetre
 * the first, least, greatest and last stay: no peak is lost.
 */
export function tracePaths(
  trace: Trace,
  values: Float64Array,
  scale: { samplingHz: number; mmPerSecond: number },
): string[] {
  const perPiece = Math.max(2, Math.round((pieceMm * scale.samplingHz) / scale.mmPerSecond));
  const pieces: string[] = [];
  for (let from = trace.from; from < trace.to; from += perPiece)
    // Pieces share a sample, or there would be gaps.
    pieces.push(piecePath(trace, values, scale, from, Math.min(from + perPiece + 1, trace.to)));
  return pieces.filter((piece) => piece !== '');
}

function piecePath(
  trace: Trace,
  values: Float64Array,
  scale: { samplingHz: number; mmPerSecond: number },
  from: number,
  to: number,
): string {
  const perColumn = Math.floor((columnMm * scale.samplingHz) / scale.mmPerSecond);
  const parts: string[] = [];
  let drawing = false;
  const add = (index: number): void => {
    const place = samplePlace(trace, values, index, scale);
    if (!place) {
      drawing = false;
      return;
    }
    parts.push(`${drawing ? 'L' : 'M'}${round(place[0])} ${round(place[1])}`);
    drawing = true;
  };
  if (perColumn < 5) {
    for (let index = from; index < to; index++) add(index);
  } else {
    for (let start = from; start < to; start += perColumn)
      for (const index of extremes(values, start, Math.min(start + perColumn, to))) add(index);
  }
  return parts.join('');
}

/** Indices of the first, least, greatest and last sample, in their order, each once; all where one is missing. */
function extremes(values: Float64Array, from: number, to: number): number[] {
  let least = from;
  let greatest = from;
  for (let index = from; index < to; index++) {
    const value = values[index] as number;
    if (Number.isNaN(value)) return Array.from({ length: to - from }, (_, i) => from + i);
    if (value < (values[least] as number)) least = index;
    if (value > (values[greatest] as number)) greatest = index;
  }
  return [...new Set([from, least, greatest, to - 1])].toSorted((a, b) => a - b);
}

const round = (mm: number): number => Math.round(mm * 10_000) / 10_000;
