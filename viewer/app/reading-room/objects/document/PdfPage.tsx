import type { PDFDocumentProxy } from 'pdfjs-dist';
import { useEffect, useRef, useState, type RefObject } from 'react';
import classes from './PdfPages.module.css';

export interface PdfPageProps {
  pdf: PDFDocumentProxy;
  /** 1-based. */
  number: number;
  cssWidth: number;
  scroller: RefObject<HTMLElement | null>;
  onDrawn: () => void;
}

/** Canvases may not be larger than this on phones, pixels. */
const mostPixels = 16_000_000;

/** One page, drawn when it comes near to being seen. */
export function PdfPage({ pdf, number, cssWidth, scroller, onDrawn }: PdfPageProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const [near, setNear] = useState(number === 1);
  const [aspect, setAspect] = useState(Math.SQRT2);
  const [fault, setFault] = useState('');
  useEffect(() => {
    const element = canvas.current;
    if (!element) return;
    const observer = new IntersectionObserver(
      (entries) => setNear((before) => before || entries.some(({ isIntersecting }) => isIntersecting)),
      { root: scroller.current, rootMargin: '100%' },
    );
    observer.observe(element);
    return () => observer.disconnect();
  }, [scroller]);
  useEffect(() => {
    const element = canvas.current;
    if (!near || !element) return;
    let gone = false;
    let cancel = (): void => undefined;
    const draw = async (): Promise<void> => {
      const page = await pdf.getPage(number);
      if (gone) return;
      const whole = page.getViewport({ scale: 1 });
      setAspect(whole.height / whole.width);
      const wanted = (cssWidth / whole.width) * (window.devicePixelRatio || 1);
      const scale = Math.min(wanted, Math.sqrt(mostPixels / (whole.width * whole.height)));
      const viewport = page.getViewport({ scale });
      // Drawn aside: two drawings into one canvas are not allowed, and the former page stays until the new one is there.
      const drawn = document.createElement('canvas');
      [drawn.width, drawn.height] = [Math.round(viewport.width), Math.round(viewport.height)];
      const task = page.render({ canvas: drawn, viewport });
      cancel = () => task.cancel();
      await task.promise;
      if (gone) return;
      [element.width, element.height] = [drawn.width, drawn.height];
      element.getContext('2d')?.drawImage(drawn, 0, 0);
      element.dataset.drawn = 'true';
      onDrawn();
    };
    draw().catch(
      (error: unknown) => gone || setFault(error instanceof Error ? error.message : String(error)),
    );
    return () => {
      gone = true;
      cancel();
    };
    // Whoever is told may be another function each time.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [pdf, number, near, cssWidth]);
  return (
    <div className={classes.page} data-page={number} style={{ width: cssWidth, height: cssWidth * aspect }}>
      <canvas ref={canvas} className={classes.canvas} aria-label={String(number)} />
      {fault && <p role="alert">{fault}</p>}
    </div>
  );
}
