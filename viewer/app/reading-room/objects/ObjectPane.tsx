import { Loader } from '@mantine/core';
import {
  Component,
  lazy,
  Suspense,
  useEffect,
  useRef,
  type ComponentType,
  type LazyExoticComponent,
  type ReactNode,
} from 'react';
import type { SeriesObject } from '../../../imaging/index.ts';
import { ObjectFault } from './ObjectFault.tsx';
import { ObjectHead } from './ObjectHead.tsx';
import type { ObjectPaneProps } from './objectPaneProps.ts';
import classes from './ObjectPane.module.css';

/** Each is fetched when the first object of its kind is shown. */
const panes: Record<SeriesObject['kind'], LazyExoticComponent<ComponentType<ObjectPaneProps>>> = {
  report: lazy(async () => ({ default: (await import('./report/ReportPane.tsx')).ReportPane })),
  document: lazy(async () => ({ default: (await import('./document/DocumentPane.tsx')).DocumentPane })),
  waveform: lazy(async () => ({ default: (await import('./waveform/WaveformPane.tsx')).WaveformPane })),
  video: lazy(async () => ({ default: (await import('./video/VideoPane.tsx')).VideoPane })),
  slide: lazy(async () => ({ default: (await import('./slide/SlidePane.tsx')).SlidePane })),
  other: lazy(async () => ({ default: (await import('./other/OtherPane.tsx')).OtherPane })),
};

/** A viewport that shows something else than frames: whose it is, and what its kind is shown by. */
export function ObjectPane(props: ObjectPaneProps) {
  const { object } = props;
  const root = useRef<HTMLDivElement>(null);
  // The viewport around it takes the wheel for its slices; here texts scroll and slides zoom.
  useEffect(() => {
    const element = root.current;
    const stop = (event: Event): void => event.stopPropagation();
    element?.addEventListener('wheel', stop);
    return () => element?.removeEventListener('wheel', stop);
  }, []);
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
      <FaultBoundary key={object.sopInstanceUid} object={object}>
        <Suspense
          fallback={
            <div className={classes.waiting}>
              <Loader size="sm" />
            </div>
          }
        >
          <Pane {...props} />
        </Suspense>
      </FaultBoundary>
    </div>
  );
}

/** An object nobody has thought of must not take the room with it. */
class FaultBoundary extends Component<
  { object: SeriesObject; children: ReactNode },
  { reason: string | undefined }
> {
  override state: { reason: string | undefined } = { reason: undefined };

  static getDerivedStateFromError(error: unknown): { reason: string } {
    return { reason: error instanceof Error ? error.message : String(error) };
  }

  override render(): ReactNode {
    const { reason } = this.state;
    if (reason === undefined) return this.props.children;
    return <ObjectFault object={this.props.object} reason={reason} />;
  }
}
