import { Button } from '@mantine/core';
import {
  IconDownload,
  IconPlayerPauseFilled,
  IconPlayerPlayFilled,
  IconPlayerTrackNext,
  IconPlayerTrackPrev,
  IconVideoOff,
} from '@tabler/icons-react';
import { useEffect, useMemo, useState } from 'react';
import { instanceRenderedPath, request } from '../../../../dicomweb/index.ts';
import { addressForBrowser } from '../../../../identity/index.ts';
import { useTranslation } from '../../../../i18n/index.ts';
import { videoFacts } from '../../../../imaging/index.ts';
import { IconButton } from '../../../../ui/index.ts';
import { downloadFrom } from '../../saving/download.ts';
import { DownloadOriginal } from '../DownloadOriginal.tsx';
import type { ObjectPaneProps } from '../objectPaneProps.ts';
import { useLoaded } from '../useLoaded.ts';
import { useStreamAddress } from './useStreamAddress.ts';
import { useVideo } from './useVideo.ts';
import pane from '../ObjectPane.module.css';
import classes from './VideoPane.module.css';

const icon = { size: 18, stroke: 1.6, 'aria-hidden': true } as const;
const speeds = [0.1, 0.25, 0.5, 1, 2] as const;
const containers: Readonly<Record<string, string>> = {
  'video/mp4': 'MP4',
  'video/mp2t': 'MPEG-TS',
  'video/mpeg': 'MPEG-PS',
  'video/h264': 'H.264 Annex B',
};

/** A film, played by the browser from the stream in the object; where it cannot, what the object holds and how to have it. */
export function VideoPane({ reader, index, object }: ObjectPaneProps) {
  const { t } = useTranslation('objects');
  const facts = useMemo(() => videoFacts(object.instances[0]), [object]);
  const [speed, setSpeed] = useState(1);
  const { video, state, goTo, step, toggle } = useVideo(facts, speed);
  const source = instanceRenderedPath(object);
  const stream = useStreamAddress(source);
  const container = useLoaded(source, async (signal) => {
    const answer = await request(source, { method: 'HEAD', headers: { Accept: 'video/*' }, signal });
    if (!answer.ok) throw new Error(`${answer.status} ${answer.statusText}`);
    return answer.headers.get('Content-Type')?.split(';')[0] ?? '';
  });
  const mediaType = container.status === 'ready' ? container.value : '';
  const { status, playing, now, duration, framesPerSecond, frameNumber } = state;
  const failed = status === 'failed' || container.status === 'failed';
  useEffect(() => {
    reader.objects.furnish(index, object, {
      controls: { step, toEnd: (end) => goTo(end === 'first' ? 1 : facts.frames), togglePlay: toggle },
      ...(status !== 'loading' &&
        container.status !== 'loading' && {
          details: {
            kind: 'video',
            mediaType,
            transferSyntaxUid: facts.transferSyntaxUid,
            playable: !failed,
            frames: facts.frames,
            framesPerSecond: failed ? (facts.framesPerSecond ?? null) : framesPerSecond,
            seconds: failed ? (facts.seconds ?? null) : duration,
            columns: facts.columns,
            rows: facts.rows,
            playing,
            frameNumber: failed ? null : frameNumber,
          },
        }),
    });
  });
  return (
    <>
      {!failed && (
        <div className={pane.tools}>
          <IconButton
            label={t('video.previous')}
            icon={<IconPlayerTrackPrev {...icon} />}
            onClick={() => step(-1)}
          />
          <IconButton
            label={t(playing ? 'video.pause' : 'video.play')}
            icon={playing ? <IconPlayerPauseFilled {...icon} /> : <IconPlayerPlayFilled {...icon} />}
            onClick={toggle}
          />
          <IconButton
            label={t('video.next')}
            icon={<IconPlayerTrackNext {...icon} />}
            onClick={() => step(1)}
          />
          <label>
            {t('video.speed')}
            <select value={speed} onChange={({ target }) => setSpeed(Number(target.value))}>
              {speeds.map((one) => (
                <option key={one} value={one}>
                  {one}×
                </option>
              ))}
            </select>
          </label>
          <span>{t('video.frame', { frame: frameNumber, frames: facts.frames })}</span>
          <span>{t('video.time', { now: now.toFixed(2), all: duration.toFixed(2) })}</span>
        </div>
      )}
      <div className={classes.stage}>
        <video
          ref={video}
          className={classes.video}
          src={stream.address}
          onError={stream.onError}
          onLoadedMetadata={stream.onLoadedMetadata}
          preload="auto"
          playsInline
          muted
          loop
          hidden={failed}
          onClick={toggle}
        />
        {failed && (
          <div className={pane.fault} role="alert">
            <IconVideoOff size={32} stroke={1.5} aria-hidden />
            <strong>{container.status === 'failed' ? t('failed') : t('video.notPlayable')}</strong>
            <span>{factsText()}</span>
            <span className={pane.dim}>
              {container.status === 'failed' && container.reason}
              {container.status === 'ready' &&
                t('video.notPlayableDetail', {
                  codec: facts.transferSyntaxName,
                  container: containers[mediaType] ?? mediaType,
                })}
            </span>
            {container.status === 'ready' && (
              <Button
                variant="default"
                leftSection={<IconDownload size={16} aria-hidden />}
                onClick={() => void keepStream().catch(() => undefined)}
              >
                {t('downloadFile', { ending: (endings[mediaType] ?? 'bin').toUpperCase() })}
              </Button>
            )}
            <DownloadOriginal object={object} />
          </div>
        )}
      </div>
      {!failed && (
        <div className={classes.foot}>
          <input
            type="range"
            aria-label={t('video.position')}
            min={1}
            max={facts.frames}
            value={frameNumber}
            onChange={({ target }) => goTo(Number(target.value))}
          />
          <span>
            {factsText()} · {facts.transferSyntaxName}
            <b className={classes.lossy}>{t('video.lossy')}</b>
          </span>
        </div>
      )}
    </>
  );

  async function keepStream(): Promise<void> {
    const name = `${object.sopInstanceUid}.${endings[mediaType] ?? 'bin'}`;
    downloadFrom(await addressForBrowser(source), name);
  }

  function factsText(): string {
    return [
      t('video.facts', { columns: facts.columns, rows: facts.rows, frames: facts.frames }),
      facts.framesPerSecond !== undefined &&
        t('video.rate', { rate: Number(facts.framesPerSecond.toFixed(2)) }),
    ]
      .filter(Boolean)
      .join(', ');
  }
}

const endings: Readonly<Record<string, string>> = {
  'video/mp4': 'mp4',
  'video/mp2t': 'ts',
  'video/mpeg': 'mpg',
  'video/h264': 'h264',
};
