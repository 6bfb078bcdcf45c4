import { Loader } from '@mantine/core';
import { IconChevronDown, IconChevronUp, IconMinus, IconPlus, IconPrinter } from '@tabler/icons-react';
import type { PDFDocumentProxy } from 'pdfjs-dist';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from '../../../../i18n/index.ts';
import { IconButton } from '../../../../ui/index.ts';
import { ObjectFault } from '../ObjectFault.tsx';
import { useVisit } from '../../../visit/index.ts';
import { printElement } from '../printElement.ts';
import { useLoaded } from '../useLoaded.ts';
import { DownloadFile, type DocumentViewProps } from './DocumentPane.tsx';
import { openPdf } from './openPdf.ts';
import { PdfPage } from './PdfPage.tsx';
import pane from '../ObjectPane.module.css';
import classes from './PdfPages.module.css';

const icon = { size: 18, stroke: 1.6, 'aria-hidden': true } as const;
const zooms = [0.5, 0.75, 1, 1.25, 1.5, 2, 3];

/** The pages of a PDF one below the other, as wide as the viewport at first. */
export function PdfPages(props: DocumentViewProps) {
  const { object, bytes } = props;
  const { t } = useTranslation('objects');
  const opened = useLoaded(bytes, async (signal) => {
    const pdf = await openPdf(bytes);
    signal.addEventListener('abort', () => void pdf.loadingTask.destroy());
    return pdf;
  });
  if (opened.status === 'loading')
    return (
      <div className={pane.waiting}>
        <Loader size="sm" />
      </div>
    );
  if (opened.status === 'failed') {
    const password = /password/i.test(opened.reason);
    return <ObjectFault object={object} reason={password ? t('document.password') : opened.reason} />;
  }
  return <Opened {...props} pdf={opened.value} />;
}

function Opened({ pdf, ...props }: DocumentViewProps & { pdf: PDFDocumentProxy }) {
  const { facts, bytes, title, furnish } = props;
  const { t } = useTranslation('objects');
  const body = useRef<HTMLDivElement>(null);
  const isVisit = useVisit() !== undefined;
  const [page, setPage] = useState(1);
  const [zoom, setZoom] = useState(1);
  const [width, setWidth] = useState(0);
  const [drawn, setDrawn] = useState(false);
  const pages = pdf.numPages;
  useEffect(() => {
    const element = body.current;
    if (!element) return;
    const observer = new ResizeObserver(() => setWidth(element.clientWidth));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  const goTo = (wanted: number): void => {
    const to = Math.min(pages, Math.max(1, wanted));
    body.current?.querySelector(`[data-page="${to}"]`)?.scrollIntoView({ block: 'start' });
    setPage(to);
  };
  const { mediaType } = facts;
  useEffect(() => {
    const controls = {
      step: (by: number) => goTo(page + by),
      toEnd: (end: 'first' | 'last') => goTo(end === 'first' ? 1 : pages),
      reset: () => setZoom(1),
    };
    const details = { kind: 'document' as const, mediaType, title, bytes: bytes.length, page, pages };
    furnish({ controls, ...(drawn && { details }) });
  });
  const step = (by: 1 | -1): void => {
    const at = zooms.findIndex((one) => one >= zoom);
    setZoom(zooms[Math.min(zooms.length - 1, Math.max(0, at + by))] ?? 1);
  };
  return (
    <>
      <div className={pane.tools}>
        <IconButton
          label={t('document.previous')}
          icon={<IconChevronUp {...icon} />}
          onClick={() => goTo(page - 1)}
        />
        <IconButton
          label={t('document.next')}
          icon={<IconChevronDown {...icon} />}
          onClick={() => goTo(page + 1)}
        />
        <span>{t('document.page', { page, pages })}</span>
        <IconButton label={t('document.narrower')} icon={<IconMinus {...icon} />} onClick={() => step(-1)} />
        <IconButton label={t('document.wider')} icon={<IconPlus {...icon} />} onClick={() => step(1)} />
        {!isVisit && (
          <IconButton label={t('print')} icon={<IconPrinter {...icon} />} onClick={() => void print()} />
        )}
        <DownloadFile {...props} />
      </div>
      <div ref={body} className={`${pane.body} ${classes.pages}`} tabIndex={0} onScroll={onScroll}>
        {width > 0 &&
          Array.from({ length: pages }, (_, i) => (
            <PdfPage
              key={i}
              pdf={pdf}
              number={i + 1}
              cssWidth={(width - 24) * zoom}
              scroller={body}
              onDrawn={() => setDrawn(true)}
            />
          ))}
      </div>
    </>
  );

  function onScroll(): void {
    const element = body.current;
    if (!element) return;
    const middle = element.getBoundingClientRect().top + element.clientHeight / 2;
    const seen = [...element.querySelectorAll<HTMLElement>('[data-page]')].findLast(
      (one) => one.getBoundingClientRect().top <= middle,
    );
    if (seen) setPage(Number(seen.dataset.page));
  }

  /** Every page as a picture of 150 dots an inch: pages that were not looked at are not drawn yet. */
  async function print(): Promise<void> {
    const sheet = document.createElement('div');
    for (let number = 1; number <= pages; number++) {
      const one = await pdf.getPage(number);
      const viewport = one.getViewport({ scale: 150 / 72 });
      const canvas = document.createElement('canvas');
      [canvas.width, canvas.height] = [viewport.width, viewport.height];
      await one.render({ canvas, viewport, intent: 'print' }).promise;
      const picture = new Image();
      picture.src = canvas.toDataURL('image/png');
      picture.style.cssText = 'display: block; width: 100%; break-after: page';
      sheet.append(picture);
    }
    await printElement(sheet, title);
  }
}
