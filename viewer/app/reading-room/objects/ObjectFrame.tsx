import { Loader } from '@mantine/core';
import { Suspense, type ReactNode } from 'react';
import type { SeriesObject } from '../../../imaging/index.ts';
import { FaultBoundary } from '../FaultBoundary.tsx';
import { ObjectFault } from './ObjectFault.tsx';
import classes from './ObjectPane.module.css';

/** Around the pane of an object: what is seen until its script is there, and why it is not shown where it cannot be. */
export function ObjectFrame({ object, children }: { object: SeriesObject; children: ReactNode }) {
  return (
    <FaultBoundary
      key={object.sopInstanceUid}
      renderFault={(reason) => <ObjectFault object={object} reason={reason} />}
    >
      <Suspense
        fallback={
          <div className={classes.waiting}>
            <Loader size="sm" />
          </div>
        }
      >
        {children}
      </Suspense>
    </FaultBoundary>
  );
}
