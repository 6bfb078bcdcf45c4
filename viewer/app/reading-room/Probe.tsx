import { useEffect, useRef } from 'react';
import { sampleAt, type Reader } from '../../imaging/index.ts';
import classes from './Probe.module.css';

/**
 * The value under the mouse. Written into the page directly: it changes with every movement, and nothing else
 * of the room has to be drawn again for it.
 */
export function Probe({ reader, index }: { reader: Reader; index: number }) {
  const text = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    const view = reader.view(index);
    const output = text.current;
    if (!view || !output) return;
    const onMove = (event: PointerEvent): void => {
      const box = view.element.getBoundingClientRect();
      const point = view.canvasToWorld(event.clientX - box.left, event.clientY - box.top);
      const { frame, error } = view.state;
      const sample =
        point && frame && view.loaded && !error ? sampleAt(frame, view.loaded, point) : undefined;
      output.textContent = sample ? describe(sample) : '';
    };
    const onLeave = (): void => void (output.textContent = '');
    view.element.addEventListener('pointermove', onMove);
    view.element.addEventListener('pointerleave', onLeave);
    return () => {
      view.element.removeEventListener('pointermove', onMove);
      view.element.removeEventListener('pointerleave', onLeave);
    };
  }, [reader, index]);
  return <span ref={text} className={classes.probe} data-testid="probe" />;
}

function describe(sample: NonNullable<ReturnType<typeof sampleAt>>): string {
  const values = typeof sample.value === 'number' ? [sample.value] : sample.value;
  const shown = values
    .map((value) => (Number.isInteger(value) ? String(value) : value.toPrecision(5)))
    .join(', ');
  return `${shown} ${sample.unit}  (${sample.column}, ${sample.row})`;
}
