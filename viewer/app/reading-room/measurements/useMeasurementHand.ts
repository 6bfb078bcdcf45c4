import { useEffect, useState, type RefObject } from 'react';
import {
  MeasurementHand,
  measurementTools,
  type Box,
  type Measurement,
  type MeasurementTool,
  type Reader,
} from '../../../imaging/index.ts';
import { followPointers } from './followPointers.ts';

/**
 * The hand that measures in a viewport, following the pointers over the pane that holds `drawing`.
 * @param onFinished told of each measurement that has been drawn
 */
export function useMeasurementHand(
  reader: Reader,
  index: number,
  drawing: RefObject<SVGSVGElement | null>,
  onFinished: (measurement: Measurement) => void,
): MeasurementHand {
  const [hand] = useState(
    () =>
      new MeasurementHand({
        store: reader.measurements,
        view: () => reader.view(index),
        tool: () => measuringTool(reader),
        textBox: (id) => textBox(drawing.current, id),
        finished: onFinished,
      }),
  );
  useEffect(() => {
    const pane = drawing.current?.closest<HTMLElement>('[data-viewport]');
    if (!pane) return;
    const canvas = (): HTMLElement | undefined => reader.view(index)?.element;
    const stop = followPointers({ pane, canvas, measuring: () => measuringTool(reader) !== undefined }, hand);
    // Another tool, or another image: what was begun is not gone on with.
    let tool = reader.state.tool;
    const onRoom = (): void => {
      if (reader.state.tool !== tool) hand.cancel();
      tool = reader.state.tool;
    };
    reader.addEventListener('change', onRoom);
    return () => {
      stop();
      reader.removeEventListener('change', onRoom);
    };
  }, [reader, index, drawing, hand]);
  return hand;
}

/** The active tool, if it is one that measures. */
export function measuringTool(reader: Reader): MeasurementTool | undefined {
  return measurementTools.find((tool) => tool === reader.state.tool);
}

function textBox(drawing: SVGSVGElement | null, id: string): Box | undefined {
  return drawing?.querySelector<SVGTextElement>(`[data-text-of="${CSS.escape(id)}"]`)?.getBBox();
}
