import { useEffect, useMemo } from 'react';
import { useTranslation } from '../../../../i18n/index.ts';
import { clinicalSections } from '../../../../imaging/index.ts';
import { ObjectFault } from '../ObjectFault.tsx';
import { DownloadFile, type DocumentViewProps } from './DocumentPane.tsx';
import pane from '../ObjectPane.module.css';
import classes from '../other/OtherPane.module.css';

/** The text of a CDA document, section by section. */
export function ClinicalDocument(props: DocumentViewProps) {
  const { object, facts, bytes, title, furnish } = props;
  const { t } = useTranslation('objects');
  const read = useMemo(() => {
    try {
      return clinicalSections(new TextDecoder().decode(bytes));
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    }
  }, [bytes]);
  const { mediaType } = facts;
  useEffect(() => {
    const details = { kind: 'document' as const, mediaType, title, bytes: bytes.length, page: 1, pages: 1 };
    furnish({ details });
  }, [furnish, mediaType, title, bytes]);
  if (typeof read === 'string') return <ObjectFault object={object} reason={read} />;
  return (
    <>
      <div className={pane.tools}>
        <DownloadFile {...props} />
      </div>
      <div className={pane.body} tabIndex={0}>
        <article className={classes.explained}>
          <h1>{read.title || title}</h1>
          {read.sections.length === 0 && <p>{t('document.noText')}</p>}
          {read.sections.map((section, i) => (
            <section key={i}>
              <h2>{section.title}</h2>
              {section.lines.map((line, j) => (
                <p key={j}>{line}</p>
              ))}
            </section>
          ))}
        </article>
      </div>
    </>
  );
}
