import { useEffect, useRef, useState } from 'react';
import { networkError, readError, request } from '../../dicomweb/index.ts';

const mostKept = 24;

/**
 * A picture of the server as an address of this page. The one before stays until the next is there; those beside it are fetched
 * ahead.
 */
export function usePicture(
  address: string | undefined,
  ahead: readonly (string | undefined)[],
): { picture: string | undefined; failed: boolean } {
  const [shown, setShown] = useState<{ picture?: string; failed: boolean }>({ failed: false });
  const kept = useRef(new Map<string, Promise<string>>());
  const next = ahead.join(' ');
  useEffect(() => {
    if (address === undefined) return;
    let isWanted = true;
    const pictures = kept.current;
    pictureOf(pictures, address).then(
      (picture) => {
        if (!isWanted) return;
        setShown({ picture, failed: false });
        for (const other of next.split(' '))
          if (other !== '') void pictureOf(pictures, other).catch(() => undefined);
      },
      () => isWanted && setShown((before) => ({ ...before, failed: true })),
    );
    return () => {
      isWanted = false;
    };
  }, [address, next]);
  useEffect(() => {
    const pictures = kept.current;
    return () => {
      for (const picture of pictures.values()) release(picture);
      pictures.clear();
    };
  }, []);
  return { picture: shown.picture, failed: shown.failed };
}

function pictureOf(kept: Map<string, Promise<string>>, address: string): Promise<string> {
  const known = kept.get(address);
  if (known) {
    // Behind the others: the one that was not looked at for longest goes first.
    kept.delete(address);
    kept.set(address, known);
    return known;
  }
  const fetched = fetchPicture(address);
  kept.set(address, fetched);
  fetched.catch(() => kept.delete(address));
  for (const [old, picture] of kept) {
    if (kept.size <= mostKept) break;
    kept.delete(old);
    release(picture);
  }
  return fetched;
}

async function fetchPicture(address: string): Promise<string> {
  const response = await request(address, { headers: { Accept: 'image/jpeg' } }).catch(networkError);
  if (!response.ok) throw await readError(response);
  return URL.createObjectURL(await response.blob());
}

function release(picture: Promise<string>): void {
  picture.then(
    (made) => URL.revokeObjectURL(made),
    () => undefined,
  );
}
