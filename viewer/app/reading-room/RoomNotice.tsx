import { useEffect, useState } from 'react';
import classes from './RoomNotice.module.css';

const shownMs = 5000;

/** Something short that was done, at the lower edge for a few seconds. `say` is the same function at every render. */
export function useRoomNotice(): { say: (text: string) => void; notice: string | undefined } {
  const [notice, say] = useState<string>();
  useEffect(() => {
    if (notice === undefined) return;
    const timer = setTimeout(() => say(undefined), shownMs);
    return () => clearTimeout(timer);
  }, [notice]);
  return { say, notice };
}

export function RoomNotice({ text }: { text: string | undefined }) {
  return (
    <div className={classes.place} role="status">
      {text !== undefined && <span>{text}</span>}
    </div>
  );
}
