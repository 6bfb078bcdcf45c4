import { useEffect, useRef } from 'react';
import { sampleAt, type Reader, type Sample, type StackView } from '../../imaging/index.ts';
import classes from './Probe.module.css';

/**
 * The value under the mouse. Written into the page directly: it changes with every movement, and nothing else
 * of the room has to be drawn again for it.
 */
export function Probe({ reader, index }: { reader: Reader; index: number }) {
  const text = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    const output = text.current;
    const pane = output?.closest<HTMLElement>('[data-viewport]');
    if (!output || !pane) return;
    const onMove = (event: PointerEvent): void => {
      const view = reader.view(index);
      const sample = view && sampleUnder(view, event);
      output.textContent = sample ? describe(sample) : '';
    };
    const onLeave = (): void => void (output.textContent = '');
    pane.addEventListener('pointermove', onMove);
    pane.addEventListener('pointerleave', onLeave);
    return () => {
      pane.removeEventListener('pointermove', onMove);
      pane.removeEventListener('pointerleave', onLeave);
    };
  }, [reader, index]);
  return <span ref={text} className={classes.probe} data-testid="probe" />;
}

function sampleUnder(view: StackView, event: PointerEvent): Sample | undefined {
  const { frame, error } = view.state;
  if (!frame || !view.loaded || error) return undefined;
  const box = view.element.getBoundingClientRect();
  const point = view.canvasToWorld(event.clientX - box.left, event.clientY - box.top);
  return point && sampleAt(frame, view.loaded, point);
}

function describe(sample: Sample): string {
  const values = typeof sample.value === 'number' ? [sample.value] : sample.value;
  const shown = values
    .map((value) => (Number.isInteger(value) ? String(value) : value.toPrecision(5)))
    .join(', ');
  return `${shown} ${sample.unit}  (${sample.column}, ${sample.row})`;
}
