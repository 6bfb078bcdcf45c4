import { memo } from 'react';
import {
  helpLines,
  shapeLines,
  type CanvasMapping,
  type Line,
  type Measurement,
  type PlanePoint,
} from '../../../imaging/index.ts';
import { fontFamily, palettes } from '../../../ui/index.ts';
import { nearestOf, placeText } from './placeText.ts';

export interface MeasurementShapeProps {
  measurement: Pick<Measurement, 'id' | 'tool' | 'points' | 'foreign' | 'textAt'>;
  /** Lines of text; one string, so that nothing is drawn again while it is the same. */
  text: string;
  mapping: CanvasMapping;
  /** Of the viewport, CSS pixels: texts stay inside. */
  width: number;
  selected: boolean;
  hovered: boolean;
}

const { mark, accent, imageGround } = palettes.dark;
const fontSize = 13;
const lineHeight = 17;
/** An outline drawn freely has too many points to show each as a handle. */
const mostHandles = 24;

/**
 * One measurement: lines with a dark edge that keeps them visible on bone, handles while it is selected, its figures. Colours
 * are attributes, not style sheets, so that the drawing can be taken out of the page as it is.
 */
export const MeasurementShape = memo(Shape, looksAlike);

function Shape(props: MeasurementShapeProps) {
  const { measurement, text: words, mapping, width, selected, hovered } = props;
  const { id, tool, points, foreign, textAt } = measurement;
  const places = points.map(mapping.toCanvas);
  const texts = words === '' ? [] : words.split('\n');
  const lines = shapeLines(tool, places);
  const colour = selected ? accent : mark;
  const text = placeText(places, texts, width, textAt && mapping.toCanvas(textAt));
  const shape = pathOf(lines);
  const handles =
    selected && !foreign ? places.filter((_, at) => places.length <= mostHandles || at % 8 === 0) : [];
  return (
    <g data-measurement={id} data-tool={tool} fill="none" strokeLinecap="round" strokeLinejoin="round">
      <path d={shape} stroke={imageGround} strokeOpacity={0.7} strokeWidth={hovered ? 4.5 : 3.5} />
      <path
        d={shape}
        stroke={colour}
        strokeWidth={hovered || selected ? 2 : 1.5}
        {...(foreign && { strokeDasharray: '6 4' })}
      />
      <path d={pathOf(helpLines(tool, places))} stroke={colour} strokeWidth={1} strokeDasharray="2 4" />
      {tool === 'probe' && places.map((place, at) => <Cross key={at} at={place} colour={colour} />)}
      {handles.map(([x, y], at) => (
        <circle
          key={at}
          cx={x}
          cy={y}
          r={4.5}
          fill={imageGround}
          fillOpacity={0.5}
          stroke={accent}
          strokeWidth={1.5}
        />
      ))}
      {textAt && text && (
        <Leader from={nearestOf(lines, places, text.middle)} to={text.middle} colour={colour} />
      )}
      {text && (
        <text
          data-text-of={id}
          fontSize={fontSize}
          fontFamily={fontFamily}
          fill={colour}
          stroke={imageGround}
          strokeOpacity={0.85}
          strokeWidth={3}
          paintOrder="stroke"
        >
          {texts.map((line, at) => (
            <tspan key={at} x={text.x} y={text.y + fontSize + at * lineHeight}>
              {line}
            </tspan>
          ))}
        </text>
      )}
    </g>
  );
}

/** A view tells of each change several times; most change nothing here. */
function looksAlike(a: MeasurementShapeProps, b: MeasurementShapeProps): boolean {
  const { mapping: before, ...others } = a;
  const { mapping: now, ...rest } = b;
  const keys = Object.keys(rest) as (keyof typeof rest)[];
  return before.key === now.key && keys.every((key) => others[key] === rest[key]);
}

function Cross({ at: [x, y], colour }: { at: PlanePoint; colour: string }) {
  const d = `M${x - 9} ${y}H${x - 3}M${x + 3} ${y}H${x + 9}M${x} ${y - 9}V${y - 3}M${x} ${y + 3}V${y + 9}`;
  return (
    <>
      <path d={d} stroke={imageGround} strokeOpacity={0.7} strokeWidth={3.5} />
      <path d={d} stroke={colour} strokeWidth={1.5} />
    </>
  );
}

const Leader = ({ from, to, colour }: { from: PlanePoint; to: PlanePoint; colour: string }) => (
  <path d={pathOf([[from, to]])} stroke={colour} strokeOpacity={0.7} strokeWidth={1} strokeDasharray="2 3" />
);

const pathOf = (lines: readonly Line[]): string =>
  lines.map((line) => `M${line.map(([x, y]) => `${x.toFixed(2)} ${y.toFixed(2)}`).join('L')}`).join('');
