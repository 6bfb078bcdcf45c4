import { useMemo, useRef, type PointerEvent } from 'react';
import {
  isVoltage,
  tracePaths,
  type Sheet,
  type Trace,
  type WaveformGroup,
} from '../../../../imaging/index.ts';
import classes from './WaveformPane.module.css';

/** What the calipers measure: a stretch of time, and a difference of height on the trace they were set on. */
export interface Span {
  /** Corners on the sheet, mm. */
  x1: number;
  y1: number;
  x2: number;
  y2: number;
  seconds: number;
  /** In `unit`; undefined where there is no trace near. */
  amplitude: number | undefined;
  unit: string;
}

interface WaveformSheetProps {
  group: WaveformGroup;
  values: readonly Float64Array[];
  sheet: Sheet;
  span: Span | undefined;
  onSpan: (span: Span | undefined) => void;
}

/** The sheet as SVG whose unit is the millimetre: a grid of 1 and 5 mm, names, calibration pulses, traces, calipers. */
export function WaveformSheet({ group, values, sheet, span, onSpan }: WaveformSheetProps) {
  const start = useRef<{ x: number; y: number }>(undefined);
  const { widthMm, heightMm, mmPerSecond, traces } = sheet;
  const { samplingHz } = group;
  const paths = useMemo(
    () =>
      traces.map((trace) =>
        tracePaths(trace, values[trace.channel] as Float64Array, { samplingHz, mmPerSecond }),
      ),
    [traces, values, samplingHz, mmPerSecond],
  );
  const placeOf = (event: PointerEvent<SVGSVGElement>): { x: number; y: number } => {
    const box = event.currentTarget.getBoundingClientRect();
    return {
      x: ((event.clientX - box.left) / box.width) * widthMm,
      y: ((event.clientY - box.top) / box.height) * heightMm,
    };
  };
  const measure = (event: PointerEvent<SVGSVGElement>): void => {
    if (!start.current) return;
    const [{ x: x1, y: y1 }, { x: x2, y: y2 }] = [start.current, placeOf(event)];
    const trace = nearestTrace(traces, x1, y1);
    onSpan({
      ...{ x1, y1, x2, y2 },
      seconds: Math.abs(x2 - x1) / mmPerSecond,
      amplitude: trace && Math.abs(y2 - y1) / trace.mmPerUnit,
      unit: trace?.unit ?? '',
    });
  };
  return (
    <svg
      className={classes.sheet}
      style={{ width: `${widthMm}mm`, height: `${heightMm}mm` }}
      viewBox={`0 0 ${widthMm} ${heightMm}`}
      data-testid="waveform"
      onPointerDown={(event) => {
        if (event.button !== 0 || event.pointerType === 'touch') return;
        event.currentTarget.setPointerCapture(event.pointerId);
        start.current = placeOf(event);
        onSpan(undefined);
      }}
      onPointerMove={measure}
      onPointerUp={() => (start.current = undefined)}
      onPointerCancel={() => (start.current = undefined)}
    >
      <Grid width={widthMm} height={heightMm} />
      {traces.map((trace, i) => (
        <g key={i} data-channel={trace.channel} data-from={trace.from}>
          {trace.pulse && sheet.mmPerMillivolt !== undefined && (
            <path
              className={classes.trace}
              d={`M${trace.x - 8} ${trace.y}h1.5v${-sheet.mmPerMillivolt}h3v${sheet.mmPerMillivolt}h1.5`}
            />
          )}
          <text x={trace.x + 0.5} y={trace.y - 7}>
            {trace.label}
          </text>
          {!isVoltage(trace.unit) && (
            <text x={trace.x - 11} y={trace.y + 1} className={classes.origin}>
              {Number(trace.origin.toPrecision(3))} {trace.unit.replace(/[[\]]/g, '')}
            </text>
          )}
          {trace.from > 0 && <path className={classes.border} d={`M${trace.x} ${trace.y - 5}v10`} />}
          {paths[i]?.map((d, piece) => (
            <path key={piece} className={classes.trace} d={d} data-trace={trace.channel} />
          ))}
        </g>
      ))}
      {span && (
        <g className={classes.span}>
          <rect
            x={Math.min(span.x1, span.x2)}
            y={Math.min(span.y1, span.y2)}
            width={Math.abs(span.x2 - span.x1)}
            height={Math.abs(span.y2 - span.y1)}
          />
          <path d={`M${span.x1} 0v${heightMm}M${span.x2} 0v${heightMm}`} />
        </g>
      )}
    </svg>
  );
}

/** Thin lines every millimetre, thick ones every five: 40 and 200 ms at 25 mm/s. */
function Grid({ width, height }: { width: number; height: number }) {
  const lines = (step: number): string => {
    const parts: string[] = [];
    for (let x = 0; x <= width; x += step) parts.push(`M${x} 0V${height}`);
    for (let y = 0; y <= height; y += step) parts.push(`M0 ${y}H${width}`);
    return parts.join('');
  };
  return (
    <>
      <path className={classes.thin} d={lines(1)} />
      <path className={classes.thick} d={lines(5)} />
    </>
  );
}

function nearestTrace(traces: readonly Trace[], x: number, y: number): Trace | undefined {
  const candidates = traces.filter((trace) => trace.x <= x + 1);
  const column = Math.max(...candidates.map((trace) => Math.round(trace.x)));
  return candidates
    .filter((trace) => Math.round(trace.x) === column || trace.from === 0)
    .toSorted((a, b) => Math.abs(a.y - y) - Math.abs(b.y - y))[0];
}
