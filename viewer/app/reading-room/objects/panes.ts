import { lazy, type FunctionComponent, type LazyExoticComponent } from 'react';
import type { SeriesObject } from '../../../imaging/index.ts';
import type { ObjectPaneProps, ReadingPaneProps } from './objectPaneProps.ts';

/** What is read, in a viewport or beside the viewports. Each is fetched when the first object of its kind is shown. */
export const readingPanes: Record<
  'report' | 'document',
  LazyExoticComponent<FunctionComponent<ReadingPaneProps>>
> = {
  report: lazy(async () => ({ default: (await import('./report/ReportPane.tsx')).ReportPane })),
  document: lazy(async () => ({ default: (await import('./document/DocumentPane.tsx')).DocumentPane })),
};

/** What fills a viewport, by the kind of the object. */
export const panes: Record<SeriesObject['kind'], LazyExoticComponent<FunctionComponent<ObjectPaneProps>>> = {
  ...readingPanes,
  waveform: lazy(async () => ({ default: (await import('./waveform/WaveformPane.tsx')).WaveformPane })),
  video: lazy(async () => ({ default: (await import('./video/VideoPane.tsx')).VideoPane })),
  slide: lazy(async () => ({ default: (await import('./slide/SlidePane.tsx')).SlidePane })),
  other: lazy(async () => ({ default: (await import('./other/OtherPane.tsx')).OtherPane })),
};
