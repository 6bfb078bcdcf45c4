import { useEffect, useRef } from 'react';
import type { Reader } from '../../imaging/index.ts';
import classes from './Probe.module.css';
import { overlayText } from './overlays/index.ts';
import { sampleText } from './sampleText.ts';

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
      output.textContent = [sampleText(reader.view(index), event), overlayText(reader, index, event)]
        .filter(Boolean)
        .join('\n');
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
