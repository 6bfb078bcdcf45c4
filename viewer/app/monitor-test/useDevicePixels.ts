import { useEffect, useState, type RefObject } from 'react';

export interface DevicePixels {
  /** Of the element, in pixels of the monitor. */
  width: number;
  height: number;
  /** Pixels of the monitor for one of CSS. */
  ratio: number;
  /** The browser told the size itself; else it is computed, and may be off by a pixel. */
  exact: boolean;
}

/** The size of an element in pixels of the monitor, whatever the zoom of the page. */
export function useDevicePixels(target: RefObject<HTMLElement | null>): DevicePixels | undefined {
  const [pixels, setPixels] = useState<DevicePixels>();
  useEffect(() => {
    const element = target.current;
    if (!element) return;
    const observer = new ResizeObserver(([entry]) => {
      const ratio = window.devicePixelRatio || 1;
      // Safari does not know it; where a device is emulated it is that of another.
      const told = entry?.devicePixelContentBoxSize?.[0];
      const isOfThis = told && Math.abs(told.inlineSize - element.clientWidth * ratio) < 2;
      const box = isOfThis ? told : undefined;
      setPixels({
        width: box?.inlineSize ?? Math.round(element.clientWidth * ratio),
        height: box?.blockSize ?? Math.round(element.clientHeight * ratio),
        ratio,
        exact: box !== undefined,
      });
    });
    try {
      observer.observe(element, { box: 'device-pixel-content-box' });
    } catch {
      observer.observe(element);
    }
    return () => observer.disconnect();
  }, [target]);
  return pixels;
}
