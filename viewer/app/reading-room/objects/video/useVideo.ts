import { useEffect, useRef, useState } from 'react';
import { frameAt, momentOf, type VideoFacts } from '../../../../imaging/index.ts';

export interface VideoState {
  /** `loading` until the browser has read the head of the stream, or has given up. */
  status: 'loading' | 'ready' | 'failed';
  playing: boolean;
  /** s, by the clock of the stream. */
  now: number;
  duration: number;
  /** Frames of the stream in a second. */
  framesPerSecond: number;
  /** 1-based. */
  frameNumber: number;
}

/** How far the length of the stream and the one after the header's rate may differ, as a share. */
const slack = 0.02;

/** What a video element plays, `speed` times as fast as it is, counted in frames; `video` is to be its ref. */
export function useVideo({ frames, framesPerSecond }: VideoFacts, speed: number) {
  const video = useRef<HTMLVideoElement>(null);
  const [state, setState] = useState<VideoState>({
    status: 'loading',
    playing: false,
    now: 0,
    duration: 0,
    framesPerSecond: framesPerSecond ?? 25,
    frameNumber: 1,
  });
  useEffect(() => {
    const element = video.current;
    if (!element) return;
    let request = 0;
    const rate = (): number => {
      const { duration } = element;
      if (!Number.isFinite(duration) || duration <= 0) return framesPerSecond ?? 25;
      const byHeader = framesPerSecond === undefined ? undefined : frames / framesPerSecond;
      // The header may be wrong of the rate; how many frames there are is seldom.
      return byHeader !== undefined && Math.abs(byHeader / duration - 1) <= slack
        ? (framesPerSecond as number)
        : frames / duration;
    };
    const read = (mediaTime = element.currentTime): void => {
      const fps = rate();
      setState({
        // A stream of which only the sound can be decoded has no width.
        status:
          element.videoWidth > 0 ? 'ready' : element.error || element.readyState > 0 ? 'failed' : 'loading',
        playing: !element.paused && !element.ended,
        now: mediaTime,
        duration: element.duration || 0,
        framesPerSecond: fps,
        frameNumber: frameAt(mediaTime, fps, frames),
      });
    };
    const onFrame: VideoFrameRequestCallback = (_now, { mediaTime }) => {
      read(mediaTime);
      request = element.requestVideoFrameCallback(onFrame);
    };
    if ('requestVideoFrameCallback' in element) request = element.requestVideoFrameCallback(onFrame);
    const onEvent = (): void => read();
    const events = ['loadedmetadata', 'play', 'pause', 'ended', 'seeked', 'error', 'timeupdate'] as const;
    for (const event of events) element.addEventListener(event, onEvent);
    // The head of the stream may have come while the page was busy.
    read();
    return () => {
      if (request) element.cancelVideoFrameCallback(request);
      for (const event of events) element.removeEventListener(event, onEvent);
    };
  }, [frames, framesPerSecond]);
  useEffect(() => {
    if (video.current) video.current.playbackRate = speed;
  }, [speed, state.status]);
  const goTo = (wanted: number): void => {
    const element = video.current;
    if (!element) return;
    element.pause();
    element.currentTime = momentOf(Math.min(frames, Math.max(1, wanted)), state.framesPerSecond);
  };
  const toggle = (): void => {
    const element = video.current;
    if (!element) return;
    if (element.paused) void element.play().catch(() => undefined);
    else element.pause();
  };
  return { video, state, goTo, step: (by: number) => goTo(state.frameNumber + by), toggle };
}
