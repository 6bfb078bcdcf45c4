import { useEffect } from 'react';
import type { Reader } from '../../imaging/index.ts';
import { usePreferences } from '../settings/index.ts';
import { useReaderState } from './useReader.ts';

/** Lets what the reader chose take effect in the room: mouse buttons, cine's defaults, interpolation. */
export function useRoomPreferences(reader: Reader): void {
  const { buttons, cine, interpolation } = usePreferences();
  const { engine, layout } = useReaderState(reader);
  const { left, middle, right } = buttons;
  useEffect(() => reader.setButtons({ middle, right }), [reader, middle, right]);
  useEffect(() => {
    // A finger scrolls at first, whatever the mouse does.
    if (!matchMedia('(pointer: coarse)').matches) reader.activateTool(left);
  }, [reader, left]);
  useEffect(() => reader.cine.setDefaults(cine), [reader, cine]);
  useEffect(() => {
    const apply = (): void => {
      for (let index = 0; index < reader.viewportCount; index++) {
        const view = reader.view(index);
        const smooth = interpolation === 'linear';
        if (view?.loaded && view.state.smooth !== smooth) view.setSmooth(smooth);
      }
    };
    apply();
    // Viewports get their first image later.
    reader.addEventListener('first-image', apply);
    return () => reader.removeEventListener('first-image', apply);
  }, [reader, interpolation, engine, layout]);
}
