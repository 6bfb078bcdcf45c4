import { useEffect } from 'react';
import type { Reader } from '../../imaging/index.ts';
import { usePreferences } from '../settings/index.ts';

/** Lets what the reader chose take effect in the room: mouse buttons, cine's defaults, interpolation. */
export function useRoomPreferences(reader: Reader): void {
  const { buttons, cine, interpolation } = usePreferences();
  const { left, middle, right } = buttons;
  useEffect(() => reader.setButtons({ middle, right }), [reader, middle, right]);
  useEffect(() => {
    // A finger scrolls at first, whatever the mouse does.
    if (!matchMedia('(pointer: coarse)').matches) reader.activateTool(left);
  }, [reader, left]);
  useEffect(() => reader.cine.setDefaults(cine), [reader, cine]);
  useEffect(() => reader.setSmooth(interpolation === 'linear'), [reader, interpolation]);
}
