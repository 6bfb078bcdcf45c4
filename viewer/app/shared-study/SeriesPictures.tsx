import { useEffect, useRef, useState } from 'react';
import {
  renderedPath,
  searchInstances,
  thumbnailPath,
  type FrameAddress,
  type SeriesSummary,
} from '../../dicomweb/index.ts';
import { useTranslation } from '../../i18n/index.ts';
import { Picture } from '../../ui/index.ts';
import { usePicture } from './usePicture.ts';
import classes from './shared.module.css';

/** As wide as telephones show it, doubled for their screens. */
const pictureSize = 1024;

/** One series as JPEG: its middle image as soon as it is near, the others when somebody looks through them. */
export function SeriesPictures({
  studyInstanceUid,
  series,
}: {
  studyInstanceUid: string;
  series: SeriesSummary;
}) {
  const { t } = useTranslation('shared');
  const { seriesInstanceUid } = series;
  const card = useRef<HTMLElement>(null);
  const isNear = useIsNear(card);
  const frames = useFrames(studyInstanceUid, seriesInstanceUid, isNear);
  const count = frames?.length ?? 0;
  const [chosen, setChosen] = useState<number>();
  const at = Math.min(chosen ?? Math.floor(count / 2), Math.max(0, count - 1));
  const addressAt = (index: number): string | undefined => {
    const frame = frames?.[index];
    return frame && renderedPath(frame, pictureSize);
  };
  const { picture, failed } = usePicture(addressAt(at), [addressAt(at + 1), addressAt(at - 1)]);
  const title = [series.modality, series.description].filter(Boolean).join(' · ');
  return (
    <figure ref={card} className={classes.series} data-series={seriesInstanceUid} data-index={at}>
      <div className={classes.picture}>
        {picture ? (
          <img src={picture} alt={t('imageOf', { at: at + 1, count })} draggable={false} />
        ) : (
          isNear && <Picture src={thumbnailPath(studyInstanceUid, seriesInstanceUid)} alt={title} />
        )}
        {failed && <span role="alert">{t('loadFailed')}</span>}
      </div>
      {count > 1 && (
        <input
          type="range"
          aria-label={t('slice')}
          min={0}
          max={count - 1}
          value={at}
          onChange={({ currentTarget }) => setChosen(Number(currentTarget.value))}
        />
      )}
      <figcaption>
        <span>{title}</span>
        {count > 1 && <span>{t('imageOf', { at: at + 1, count })}</span>}
      </figcaption>
    </figure>
  );
}

/** Whether it is on the screen, or soon will be; once it is, for good. */
function useIsNear(element: { current: HTMLElement | null }): boolean {
  const [isNear, setIsNear] = useState(false);
  useEffect(() => {
    if (!element.current) return;
    const watching = new IntersectionObserver(
      (entries) => {
        if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
        watching.disconnect();
        setIsNear(true);
      },
      { rootMargin: '300px' },
    );
    watching.observe(element.current);
    return () => watching.disconnect();
  }, [element]);
  return isNear;
}

function useFrames(study: string, series: string, wanted: boolean): readonly FrameAddress[] | undefined {
  const [frames, setFrames] = useState<readonly FrameAddress[]>();
  useEffect(() => {
    if (!wanted) return;
    const abort = new AbortController();
    searchInstances(study, series, { signal: abort.signal }).then(
      (instances) =>
        setFrames(
          instances.flatMap(({ sopInstanceUid, numberOfFrames }) =>
            Array.from({ length: numberOfFrames }, (_, index) => ({
              ...{ studyInstanceUid: study, seriesInstanceUid: series, sopInstanceUid },
              frameNumber: index + 1,
            })),
          ),
        ),
      // The thumbnail stays.
      () => undefined,
    );
    return () => abort.abort();
  }, [study, series, wanted]);
  return frames;
}
