import { useCallback, useEffect, useRef } from 'react';
import type { Reader, ViewState } from '../../imaging/index.ts';
import { useTranslation } from '../../i18n/index.ts';
import { usePreferences } from '../settings/index.ts';
import { ReferenceLines, SwapHandle, useDropTarget } from './arrangement/index.ts';
import { CineMark } from './cine/CineMark.tsx';
import { CornerTexts } from './CornerTexts.tsx';
import { Magnifier } from './Magnifier.tsx';
import { MeasurementOverlay } from './measurements/index.ts';
import {
  KeyImageBanner,
  ObjectPane,
  OtherObjectsMark,
  PointedOutOverlay,
  useShownObject,
} from './objects/index.ts';
import { OrientationMarks } from './OrientationMarks.tsx';
import { OverlayCanvas, OverlayLegend } from './overlays/index.ts';
import { CrosshairOverlay } from './planes/CrosshairOverlay.tsx';
import { WindowRegion } from './planes/WindowRegion.tsx';
import { CoverLayer } from './presentation/index.ts';
import { KeyImageMark, PresentationOverlay } from './saving/index.ts';
import { ScaleBarMark } from './ScaleBarMark.tsx';
import { SliceScrollbar } from './SliceScrollbar.tsx';
import { TouchProbe } from './TouchProbe.tsx';
import { useViewState } from './useReader.ts';
import { useWheel } from './useWheel.ts';
import { useVolume3d, Volume3dLayer } from './volume3d/index.ts';
import { ViewportNotice } from './ViewportNotice.tsx';
import classes from './ViewportPane.module.css';

export interface ViewportPaneProps {
  reader: Reader;
  index: number;
  selected: boolean;
}

/** One viewport: the engine's canvas and what is written over it. */
export function ViewportPane({ reader, index, selected }: ViewportPaneProps) {
  const { t } = useTranslation('readingRoom');
  const pane = useRef<HTMLElement>(null);
  const canvas = useRef<HTMLDivElement>(null);
  /** Some browsers make a double click of two taps, others do not; TouchProbe knows of taps. */
  const byMouse = useRef(true);
  const state = useViewState(reader, index);
  const volumeView = useVolume3d(reader, index);
  const object = useShownObject(reader, index);
  const { over, handlers } = useDropTarget(reader, index);
  useEffect(() => (canvas.current ? reader.attach(index, canvas.current) : undefined), [reader, index]);
  useWheel(
    pane,
    useCallback(() => reader.view(index), [reader, index]),
    usePreferences().buttons.wheel,
  );
  return (
    <section
      ref={pane}
      className={classes.pane}
      data-viewport={index}
      data-selected={selected && reader.viewportCount > 1}
      data-current={reader.state.studies[0]?.studyInstanceUid === state.stack?.studyInstanceUid}
      data-relation={reader.comparison.relation(index)}
      data-drop={over}
      aria-label={t('viewport', { number: index + 1 })}
      tabIndex={selected ? 0 : -1}
      onFocus={() => reader.select(index)}
      {...handlers}
      onPointerDownCapture={(event) => {
        byMouse.current = event.pointerType !== 'touch';
        reader.select(index);
      }}
      onDoubleClick={() => byMouse.current && reader.toggleMaximised(index)}
      onContextMenu={(event) => event.preventDefault()}
    >
      <div
        ref={canvas}
        className={classes.canvas}
        data-blank={state.error !== undefined || state.frame === undefined}
      />
      {volumeView && <Volume3dLayer reader={reader} index={index} view={volumeView} />}
      {object ? (
        <ObjectPane reader={reader} index={index} object={object} />
      ) : (
        <>
          <CornerTexts reader={reader} index={index} state={state} identityOnly={volumeView !== undefined} />
          {!volumeView && <SliceOverlays reader={reader} index={index} state={state} />}
        </>
      )}
      {reader.viewportCount > 1 && <SwapHandle index={index} />}
    </section>
  );
}

/** What is written and drawn over a slice. */
function SliceOverlays({ reader, index, state }: { reader: Reader; index: number; state: ViewState }) {
  return (
    <>
      <CoverLayer reader={reader} index={index} state={state} />
      <OverlayCanvas reader={reader} index={index} />
      <CrosshairOverlay reader={reader} index={index} />
      <WindowRegion reader={reader} index={index} />
      <ReferenceLines reader={reader} index={index} state={state} />
      <MeasurementOverlay reader={reader} index={index} state={state} />
      <OverlayLegend reader={reader} index={index} />
      <PresentationOverlay reader={reader} index={index} state={state} />
      <KeyImageMark reader={reader} state={state} />
      <KeyImageBanner state={state} />
      <PointedOutOverlay reader={reader} index={index} state={state} />
      <OtherObjectsMark reader={reader} index={index} />
      {state.edges && <OrientationMarks edges={state.edges} />}
      <ScaleBarMark reader={reader} state={state} />
      <Magnifier reader={reader} index={index} />
      <TouchProbe reader={reader} index={index} />
      <CineMark reader={reader} index={index} />
      <ViewportNotice reader={reader} index={index} state={state} />
      {state.stack && state.stack.frames.length > 1 && (
        <SliceScrollbar reader={reader} index={index} state={state} stack={state.stack} />
      )}
    </>
  );
}
