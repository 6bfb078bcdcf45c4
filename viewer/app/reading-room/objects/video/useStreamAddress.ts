import { useRef, useState, type SyntheticEvent } from 'react';
import { pageSession } from '../../../../dicomweb/index.ts';
import { addressForBrowser } from '../../../../identity/index.ts';
import { useLoaded } from '../useLoaded.ts';

/** After an address has failed so soon another one would fail as well. */
const soonestMs = 60_000;

/**
 * Where a video element finds its stream, and what to do when it fails: an address with a ticket ends when nothing was asked for a
 * while, and the film goes on with another one where it was.
 */
export function useStreamAddress(path: string) {
  const [round, setRound] = useState(0);
  const madeAt = useRef(0);
  const goOnAt = useRef<number>(undefined);
  const byTicket = pageSession.token !== undefined;
  const loaded = useLoaded(`${path} ${round}`, async () => {
    const address = await addressForBrowser(path);
    madeAt.current = performance.now();
    return address;
  });
  const ticketed = loaded.status === 'ready' ? loaded.value : undefined;
  return {
    address: byTicket ? ticketed : path,
    onError({ currentTarget }: SyntheticEvent<HTMLVideoElement>): void {
      if (!byTicket || ticketed === undefined || performance.now() - madeAt.current < soonestMs) return;
      goOnAt.current = currentTarget.currentTime;
      setRound(round + 1);
    },
    onLoadedMetadata({ currentTarget }: SyntheticEvent<HTMLVideoElement>): void {
      if (goOnAt.current !== undefined) currentTarget.currentTime = goOnAt.current;
      goOnAt.current = undefined;
    },
  };
}
