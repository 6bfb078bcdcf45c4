import { useEffect, useRef, useState } from 'react';
import type { Reader } from '../../imaging/index.ts';
import { followTaps } from './followTaps.ts';
import { overlayText } from './overlays/index.ts';
import { sampleText } from './sampleText.ts';
import classes from './TouchProbe.module.css';

interface Held {
  x: number;
  y: number;
  text: string;
}

/** What a finger does that no tool is for: resting, it shows the value under it; tapping twice, it maximises the viewport. */
export function TouchProbe({ reader, index }: { reader: Reader; index: number }) {
  const ground = useRef<HTMLDivElement>(null);
  const [held, setHeld] = useState<Held>();
  useEffect(() => {
    const pane = ground.current?.closest<HTMLElement>('[data-viewport]');
    if (!pane) return;
    return followTaps(pane, {
      onHeld: (at) => {
        const box = pane.getBoundingClientRect();
        const text = [sampleText(reader.view(index), at), overlayText(reader, index, at)]
          .filter(Boolean)
          .join('\n');
        setHeld({ x: at.clientX - box.left, y: at.clientY - box.top, text });
      },
      onReleased: () => setHeld(undefined),
      onDoubleTap: () => reader.toggleMaximised(index),
    });
  }, [reader, index]);
  return (
    <div ref={ground} className={classes.ground} data-testid={`touch-probe-${index}`}>
      {held && held.text !== '' && (
        <>
          <span className={classes.cross} style={{ left: held.x, top: held.y }} />
          <output className={classes.value} data-below={held.y < 110} style={{ left: held.x, top: held.y }}>
            {held.text}
          </output>
        </>
      )}
    </div>
  );
}
