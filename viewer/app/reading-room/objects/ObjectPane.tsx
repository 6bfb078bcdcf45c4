import { useCallback, useEffect, useRef } from 'react';
import { useCompact } from '../useCompact.ts';
import { ObjectFrame } from './ObjectFrame.tsx';
import { ObjectHead } from './ObjectHead.tsx';
import type { Furniture, ObjectInViewport } from './objectPaneProps.ts';
import { panes } from './panes.ts';
import { showReference } from './showReference.ts';
import classes from './ObjectPane.module.css';

/** A viewport that shows something else than frames: whose it is, and what its kind is shown by. */
export function ObjectPane(props: ObjectInViewport) {
  const { reader, index, object } = props;
  const root = useRef<HTMLDivElement>(null);
  const compact = useCompact();
  // The viewport around it takes the wheel for its slices; here texts scroll and slides zoom.
  useEffect(() => {
    const element = root.current;
    const stop = (event: Event): void => event.stopPropagation();
    element?.addEventListener('wheel', stop);
    return () => element?.removeEventListener('wheel', stop);
  }, []);
  const furnish = useCallback(
    (furniture: Furniture) => reader.objects.furnish(index, object, furniture),
    [reader, index, object],
  );
  const Pane = panes[object.kind];
  return (
    <div
      ref={root}
      className={classes.object}
      data-object-kind={object.kind}
      // A double click in a text takes a word; in the head it maximises as everywhere.
      onDoubleClick={(event) => {
        if (!(event.target as Element).closest('header')) event.stopPropagation();
      }}
    >
      <ObjectHead {...props} />
      <ObjectFrame object={object}>
        <Pane
          {...props}
          furnish={furnish}
          onShow={(wanted) => showReference(reader, index, wanted, { compact })}
        />
      </ObjectFrame>
    </div>
  );
}
