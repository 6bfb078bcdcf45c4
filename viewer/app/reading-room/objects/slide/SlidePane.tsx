import { IconMinus, IconPlus, IconZoomReset } from '@tabler/icons-react';
import { useEffect, useMemo, useRef, useState, type KeyboardEvent } from 'react';
import { number, string } from '../../../../dicomweb/index.ts';
import { useTranslation } from '../../../../i18n/index.ts';
import { readSlide, slideScaleBar, type Slide } from '../../../../imaging/index.ts';
import { IconButton } from '../../../../ui/index.ts';
import { ObjectFault } from '../ObjectFault.tsx';
import type { ObjectPaneProps } from '../objectPaneProps.ts';
import { BesidePictures } from './BesidePictures.tsx';
import { useSlide } from './useSlide.ts';
import pane from '../ObjectPane.module.css';
import classes from './SlidePane.module.css';

const icon = { size: 18, stroke: 1.6, 'aria-hidden': true } as const;
const zoomStep = 1.4;
const panPx = 80;
/** 40x lenses have a quarter of a micrometre for a pixel, by custom. */
const magnificationUm = 10;

/** A whole slide: tiles as they come into sight, from the whole down to single pixels. */
export function SlidePane(props: ObjectPaneProps) {
  const { object } = props;
  const read = useMemo(() => {
    try {
      return readSlide(object.instances);
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    }
  }, [object]);
  if (typeof read === 'string') return <ObjectFault object={object} reason={read} />;
  return <Readable {...props} slide={read} />;
}

function Readable({ reader, index, object, slide }: ObjectPaneProps & { slide: Slide }) {
  const { t } = useTranslation('objects');
  const stage = useRef<HTMLDivElement>(null);
  const [path, setPath] = useState(0);
  const [plane, setPlane] = useState(0);
  const { view, zoomBy, panBy, showWhole, zoomTo } = useSlide(stage, reader.imaging.loader, slide, {
    plane,
    path,
  });
  const [largest] = slide.levels;
  const mmPerPixel = largest?.mmPerPixel?.column;
  useEffect(() => {
    reader.objects.furnish(index, object, {
      controls: {
        step: (by) => zoomBy(zoomStep ** by),
        toEnd: (end) => (end === 'first' ? showWhole() : zoomTo(1)),
        reset: showWhole,
      },
      ...(view?.complete !== undefined && {
        details: {
          kind: 'slide',
          levels: slide.levels.map(({ columns, rows, sopInstanceUid }) => ({
            columns,
            rows,
            sopInstanceUid,
          })),
          ...view,
          mmPerPixel: mmPerPixel ?? null,
        },
      }),
    });
  });
  if (!largest) return null;
  const bar = view && mmPerPixel ? slideScaleBar(mmPerPixel / view.scale, 120) : undefined;
  const umOnScreen = view && mmPerPixel ? (mmPerPixel * 1000) / view.scale : undefined;
  const colour = (number(object.instances[0], '00280002') ?? 1) > 1;
  return (
    <>
      <div className={pane.tools}>
        <IconButton
          label={t('slide.zoomOut')}
          icon={<IconMinus {...icon} />}
          onClick={() => zoomBy(1 / zoomStep)}
        />
        <IconButton
          label={t('slide.zoomIn')}
          icon={<IconPlus {...icon} />}
          onClick={() => zoomBy(zoomStep)}
        />
        <IconButton label={t('slide.whole')} icon={<IconZoomReset {...icon} />} onClick={showWhole} />
        <button type="button" className={classes.oneToOne} onClick={() => zoomTo(1)}>
          {t('slide.oneToOne')}
        </button>
        {slide.paths.length > 1 && (
          <label>
            {t('slide.path')}
            <select value={path} onChange={({ target }) => setPath(Number(target.value))}>
              {slide.paths.map((name, i) => (
                <option key={i} value={i}>
                  {name}
                </option>
              ))}
            </select>
          </label>
        )}
        {slide.planes > 1 && (
          <label>
            {t('slide.plane')}
            <select value={plane} onChange={({ target }) => setPlane(Number(target.value))}>
              {Array.from({ length: slide.planes }, (_, i) => (
                <option key={i} value={i}>
                  {t('slide.planeNumber', { number: i + 1 })}
                </option>
              ))}
            </select>
          </label>
        )}
        <span>
          {t('slide.level', { columns: largest.columns, rows: largest.rows, levels: slide.levels.length })}
        </span>
        {umOnScreen !== undefined && umOnScreen < magnificationUm * 10 && (
          <span>
            {t('slide.magnification', { scale: Number((magnificationUm / umOnScreen).toPrecision(2)) })}
          </span>
        )}
        {view && view.tilesFailed > 0 && (
          <span role="alert">{t('slide.tilesFailed', { count: view.tilesFailed })}</span>
        )}
        {slide.leftOut.length > 0 && (
          <span title={slide.leftOut.map(({ reason }) => reason).join('; ')}>
            {t('slide.leftOut', { count: slide.leftOut.length })}
          </span>
        )}
        {string(object.instances[0], '00282110') === '01' && <span>{t('video.lossy')}</span>}
      </div>
      <div className={classes.frame} tabIndex={0} title={t('slide.keys')} onKeyDown={onKeyDown}>
        <div ref={stage} className={classes.stage} data-testid={`slide-${index}`} data-colour={colour} />
        {bar && (
          <div className={classes.bar} style={{ width: bar.px }} data-testid={`slide-bar-${index}`}>
            {bar.text}
          </div>
        )}
        <BesidePictures pictures={slide.beside} />
      </div>
    </>
  );

  function onKeyDown(event: KeyboardEvent): void {
    const actions: Record<string, () => void> = {
      '+': () => zoomBy(zoomStep),
      '=': () => zoomBy(zoomStep),
      '-': () => zoomBy(1 / zoomStep),
      '0': showWhole,
      ArrowUp: () => panBy(0, -panPx),
      ArrowDown: () => panBy(0, panPx),
      ArrowLeft: () => panBy(-panPx, 0),
      ArrowRight: () => panBy(panPx, 0),
    };
    const action = actions[event.key];
    if (!action || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    event.stopPropagation();
    action();
  }
}
