import { useEffect, useMemo, useRef, useState } from 'react';
import {
  canvasMapping,
  measurementsOn,
  type Draft,
  type MeasurementHand,
  type Reader,
  type ViewState,
} from '../../../imaging/index.ts';
import { useTranslation } from '../../../i18n/index.ts';
import { useReaderState } from '../useReader.ts';
import { figureTexts } from './figureTexts.ts';
import { LabelEditor } from './LabelEditor.tsx';
import { Loupe } from './Loupe.tsx';
import { MeasurementShape } from './MeasurementShape.tsx';
import { useMeasurementHand, measuringTool } from './useMeasurementHand.ts';
import { useHandState, useMeasurements } from './useMeasurements.ts';
import classes from './MeasurementOverlay.module.css';

export interface MeasurementOverlayProps {
  reader: Reader;
  index: number;
  state: ViewState;
}

/** The measurements on the image of a viewport, drawn over it; and the hand that draws and moves them. */
export function MeasurementOverlay({ reader, index, state }: MeasurementOverlayProps) {
  const { t } = useTranslation('measurements');
  const drawing = useRef<SVGSVGElement>(null);
  const [written, setWritten] = useState<string>();
  const hand = useMeasurementHand(reader, index, drawing, ({ id, tool }) => {
    if (tool === 'arrow') setWritten(id);
  });
  const { measurements, selected } = useMeasurements(reader.measurements);
  const { draft, hovered, finger } = useHandState(hand);
  const { frame, stack, sliceIndex } = state;
  useEffect(() => hand.imageChanged(), [hand, frame]);
  useCursor(drawing, hand, reader);

  const view = reader.view(index);
  const loaded = view?.loaded;
  useEffect(() => {
    if (frame && loaded && view?.state.frame === frame) reader.measurements.refine({ frame, loaded });
  }, [reader, view, frame, loaded]);
  // A new state whenever window, camera or size changed: then all of them lie elsewhere.
  // eslint-disable-next-line react-hooks/exhaustive-deps
  const mapping = useMemo(() => view && canvasMapping(view), [view, state]);
  const shown = useMemo(
    () => (stack && frame ? measurementsOn(measurements, { stack, sliceIndex }) : []),
    [measurements, stack, frame, sliceIndex],
  );
  const texts = useMemo(
    () => new Map(shown.map((measurement) => [measurement.id, figureTexts(measurement, t).join('\n')])),
    [shown, t],
  );
  const editing = shown.find(({ id }) => id === written);
  return (
    <>
      <svg ref={drawing} className={classes.drawing} data-testid={`measurements-${index}`} aria-hidden>
        {mapping &&
          shown
            .filter(({ visible }) => visible)
            .map((measurement) => (
              <MeasurementShape
                key={measurement.id}
                measurement={measurement}
                text={texts.get(measurement.id) ?? ''}
                mapping={mapping}
                width={view?.element.clientWidth ?? 0}
                selected={measurement.id === selected}
                hovered={measurement.id === hovered?.id}
              />
            ))}
        {mapping && draft && (
          <MeasurementShape
            measurement={asShape(draft)}
            text={draft.measured ? figureTexts({ tool: draft.tool, ...draft.measured }, t).join('\n') : ''}
            mapping={mapping}
            width={view?.element.clientWidth ?? 0}
            selected
            hovered={false}
          />
        )}
      </svg>
      {finger && view && <Loupe view={view} at={finger} />}
      {editing && mapping && (
        <LabelEditor
          at={mapping.toCanvas(editing.points[1] ?? editing.points[0]!)}
          label={editing.label}
          onWritten={(label) => {
            setWritten(undefined);
            if (label !== editing.label) reader.measurements.change(editing.id, { label });
          }}
        />
      )}
    </>
  );
}

const asShape = ({ tool, points }: Draft) => ({
  id: 'draft',
  tool,
  points,
  foreign: false,
  textAt: undefined,
});

/** The pane says by its cursor what a press would do. */
function useCursor(
  drawing: React.RefObject<SVGSVGElement | null>,
  hand: MeasurementHand,
  reader: Reader,
): void {
  useReaderState(reader);
  const { hovered, draft } = useHandState(hand);
  const measuring = measuringTool(reader) !== undefined;
  const cursor =
    hovered && !draft ? (hovered.part === 'handle' ? 'handle' : 'move') : measuring ? 'draw' : '';
  useEffect(() => {
    const pane = drawing.current?.closest<HTMLElement>('[data-viewport]');
    if (pane) pane.dataset.hand = cursor;
  }, [drawing, cursor]);
}
