import { useMemo, useRef } from 'react';
import {
  clipToBox,
  type CrosshairLine,
  type Point3,
  type Reader,
  type StackView,
} from '../../../imaging/index.ts';
import { latestOnly } from '../latestOnly.ts';
import { useReaderState } from '../useReader.ts';
import { usePaneDrag } from '../usePaneDrag.ts';
import { useRoomTick } from '../useRoomTick.ts';
import { Turning } from './turning.ts';
import classes from './planes.module.css';

/** One colour for the lines of each viewport, so that one sees whose plane a line is. */
export const lineColours = ['#56b4e0', '#e8b04a', '#7fd39b', '#d492d8'] as const;
const gapPx = 14;
const handlePx = 6;
/** Where on its line a handle sits, of the shorter side of the viewport. */
const handleShare = 0.32;

type Screen = readonly [number, number];

/** The crosshair: drag to lead the other viewports, drag a handle to turn their planes. */
export function CrosshairOverlay({ reader, index }: { reader: Reader; index: number }) {
  const overlay = useRef<SVGSVGElement>(null);
  const active = useReaderState(reader).tool === 'crosshair';
  const { crosshair, planes } = reader;
  useRoomTick(
    reader,
    useMemo(() => [crosshair, planes], [crosshair, planes]),
    active,
  );
  const drag = useMemo(() => {
    const lead = latestOnly(async ([x, y]: Screen) => {
      const point = reader.view(index)?.canvasToWorld(x, y);
      if (point) await crosshair.moveTo(index, point);
    });
    return { start: lead, move: lead };
  }, [reader, index, crosshair]);
  usePaneDrag(overlay, active, drag);
  const view = reader.view(index);
  const point = crosshair.pointIn(index);
  const centre = point && view?.worldToCanvas(point);
  return (
    <svg ref={overlay} className={classes.overlay} data-crosshair={active && centre !== undefined}>
      {active && centre && <PointMark at={centre} />}
      {active &&
        view &&
        centre &&
        crosshair
          .lines(index)
          .map((line) => (
            <PlaneLine
              key={line.index}
              reader={reader}
              index={index}
              view={view}
              centre={centre}
              line={line}
            />
          ))}
    </svg>
  );
}

/** The point itself: in parallel planes, and in other exams, no lines cross there. */
function PointMark({ at: [x, y] }: { at: Screen }) {
  const arms = [
    [1, 0],
    [-1, 0],
    [0, 1],
    [0, -1],
  ] as const;
  return (
    <g data-crosshair-point stroke={lineColours[0]}>
      {arms.map(([dx, dy]) => (
        <line
          key={`${dx} ${dy}`}
          className={classes.line}
          x1={x + 4 * dx}
          y1={y + 4 * dy}
          x2={x + gapPx * dx}
          y2={y + gapPx * dy}
        />
      ))}
    </g>
  );
}

interface PlaneLineProps {
  reader: Reader;
  index: number;
  view: StackView;
  centre: Screen;
  line: CrosshairLine;
}

function PlaneLine({ reader, index, view, centre, line }: PlaneLineProps) {
  const { clientWidth: width, clientHeight: height } = view.element;
  const direction = screenDirection(view, line.line.point, line.line.direction);
  const through = view.worldToCanvas(line.line.point);
  const turning = useMemo(() => new Turning(reader, index), [reader, index]);
  if (!direction || !through) return null;
  const ends = clipToBox(through, direction, width, height);
  if (!ends) return null;
  const colour = lineColours[line.index % lineColours.length];
  const along = (at: Screen): number =>
    (at[0] - centre[0]) * direction[0] + (at[1] - centre[1]) * direction[1];
  // The line passes the crosshair at its nearest point: after fast scrolling the two may be apart.
  const foot = pointAt(through, direction, -along(through));
  const pieces: [Screen, Screen][] = [
    [ends[0], pointAt(foot, direction, -gapPx)],
    [pointAt(foot, direction, gapPx), ends[1]],
  ];
  const reach = Math.min(width, height) * handleShare;
  const { pxPerMm = 0 } = view.state;
  const half = (line.thicknessMm / 2) * pxPerMm;
  const across: Screen = [-direction[1] * half, direction[0] * half];
  return (
    <g stroke={colour}>
      {pieces.map(([from, to], piece) => (
        <line key={piece} className={classes.line} x1={from[0]} y1={from[1]} x2={to[0]} y2={to[1]} />
      ))}
      {half > 1 &&
        [1, -1].map((side) => (
          <line
            key={side}
            className={classes.slab}
            x1={ends[0][0] + side * across[0]}
            y1={ends[0][1] + side * across[1]}
            x2={ends[1][0] + side * across[0]}
            y2={ends[1][1] + side * across[1]}
          />
        ))}
      {line.turnable &&
        [reach, -reach].map((distance) => {
          const [x, y] = pointAt(foot, direction, distance);
          return (
            <circle
              key={distance}
              className={classes.handle}
              data-handle
              cx={x}
              cy={y}
              r={handlePx}
              onPointerDown={(event) => turning.start(event, centre)}
              onPointerMove={turning.move}
              onPointerUp={turning.end}
              onPointerCancel={turning.end}
            />
          );
        })}
    </g>
  );
}

const pointAt = (from: Screen, direction: Screen, distance: number): Screen => [
  from[0] + distance * direction[0],
  from[1] + distance * direction[1],
];

/** A direction of the patient on the screen, as a unit vector; undefined where it points into the screen. */
function screenDirection(view: StackView, point: Point3, direction: Point3): Screen | undefined {
  const from = view.worldToCanvas(point);
  const to = view.worldToCanvas([
    point[0] + 100 * direction[0],
    point[1] + 100 * direction[1],
    point[2] + 100 * direction[2],
  ]);
  if (!from || !to) return undefined;
  const size = Math.hypot(to[0] - from[0], to[1] - from[1]);
  return size > 1e-3 ? [(to[0] - from[0]) / size, (to[1] - from[1]) / size] : undefined;
}
