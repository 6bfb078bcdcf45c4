import { useEffect, useRef } from 'react';
import type { Reader } from '../../../imaging/index.ts';

/** The address says what is compared (`uid[,uid]`): going back or on in the page's history changes it. */
export function useFollowAddress(reader: Reader, others: string): void {
  // What stood there when the room was entered is opened with the room.
  const followed = useRef(others);
  useEffect(() => {
    if (followed.current === others) return;
    followed.current = others;
    const wanted = others === '' ? [] : others.split(',');
    if (wanted.join() === reader.comparison.state.studies.join()) return;
    reader.comparison.show(wanted).catch(() => undefined);
  }, [reader, others]);
}
