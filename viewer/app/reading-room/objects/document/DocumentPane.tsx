import { Button, Loader } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { lazy, Suspense, useEffect, useMemo } from 'react';
import { codeMeaning, useLanguage, useTranslation } from '../../../../i18n/index.ts';
import { documentFacts, endingOf, type DocumentFacts } from '../../../../imaging/index.ts';
import { download } from '../../saving/download.ts';
import { useVisit } from '../../../visit/index.ts';
import { DownloadOriginal } from '../DownloadOriginal.tsx';
import { ObjectFault } from '../ObjectFault.tsx';
import type { ReadingPaneProps } from '../objectPaneProps.ts';
import { useLoaded } from '../useLoaded.ts';
import { ClinicalDocument } from './ClinicalDocument.tsx';
import { documentBytes } from './documentBytes.ts';
import pane from '../ObjectPane.module.css';

const PdfPages = lazy(async () => ({ default: (await import('./PdfPages.tsx')).PdfPages }));

export interface DocumentViewProps extends ReadingPaneProps {
  facts: DocumentFacts;
  bytes: Uint8Array<ArrayBuffer>;
  title: string;
}

/** A file within an object: a PDF page by page, a CDA document as text, anything else explained; all can be downloaded. */
export function DocumentPane(props: ReadingPaneProps) {
  const { object } = props;
  const { t } = useTranslation('objects');
  const language = useLanguage();
  const facts = useMemo(() => documentFacts(object.instances[0]), [object]);
  const loaded = useLoaded(object, (signal) => documentBytes(facts, signal));
  if (loaded.status === 'loading')
    return (
      <div className={pane.waiting}>
        <Loader size="sm" />
      </div>
    );
  if (loaded.status === 'failed') return <ObjectFault object={object} reason={loaded.reason} />;
  const title =
    facts.title || (facts.concept && codeMeaning(facts.concept, language)) || t('document.untitled');
  const given = { ...props, facts, bytes: loaded.value, title };
  if (facts.mediaType === 'application/pdf')
    return (
      <Suspense
        fallback={
          <div className={pane.waiting}>
            <Loader size="sm" />
          </div>
        }
      >
        <PdfPages {...given} />
      </Suspense>
    );
  if (facts.mediaType === 'text/xml' || facts.mediaType === 'application/hl7-cda+xml')
    return <ClinicalDocument {...given} />;
  return <Explained {...given} />;
}

/** Saves the file within the object. */
export function DownloadFile({ facts, bytes, title }: Pick<DocumentViewProps, 'facts' | 'bytes' | 'title'>) {
  const { t } = useTranslation('objects');
  const isVisit = useVisit() !== undefined;
  const ending = endingOf(facts.mediaType);
  // Files of what was shared need a code of extraction.
  if (isVisit) return null;
  return (
    <Button
      size="compact-sm"
      variant="default"
      leftSection={<IconDownload size={16} aria-hidden />}
      onClick={() =>
        download(
          new Blob([bytes], { type: facts.mediaType }),
          `${title.replace(/[\\/:*?"<>|]/g, '_')}.${ending}`,
        )
      }
    >
      {t('downloadFile', { ending: ending.toUpperCase() })}
    </Button>
  );
}

function Explained(props: DocumentViewProps) {
  const { object, facts, bytes, title, furnish } = props;
  const { t } = useTranslation('objects');
  const { mediaType } = facts;
  useEffect(() => {
    const details = {
      kind: 'document' as const,
      mediaType,
      title,
      bytes: bytes.length,
      page: null,
      pages: null,
    };
    furnish({ details });
  }, [furnish, mediaType, title, bytes]);
  const ending = endingOf(mediaType);
  const known = ending === 'stl' || ending === 'obj' || ending === 'mtl' ? ending : undefined;
  return (
    <div className={pane.waiting}>
      <strong>{title}</strong>
      <span>
        {known
          ? t(`document.explained.${known}`)
          : t('document.explained.unknown', { type: mediaType || '?' })}
      </span>
      <span className={pane.dim}>{(bytes.length / 1024).toFixed(1)} KB</span>
      <DownloadFile {...props} />
      <DownloadOriginal object={object} />
    </div>
  );
}
