import { IconPrinter } from '@tabler/icons-react';
import { useEffect, useMemo, useRef, useState } from 'react';
import {
  formatDateAndTime,
  formatDateTime,
  formatPersonName,
  name,
  string,
} from '../../../../dicomweb/index.ts';
import { codeMeaning, useLanguage, useTranslation } from '../../../../i18n/index.ts';
import { reportContent, reportHead } from '../../../../imaging/index.ts';
import { IconButton } from '../../../../ui/index.ts';
import type { Furniture, ReadingPaneProps } from '../objectPaneProps.ts';
import { useVisit } from '../../../visit/index.ts';
import { printElement } from '../printElement.ts';
import type { WantedObject } from '../showIn.ts';
import { ReportItems } from './ReportItems.tsx';
import { reportLines, type ReportTexts } from './valueTexts.ts';
import pane from '../ObjectPane.module.css';
import classes from './ReportPane.module.css';

const stepPx = 80;

/** An SR document of any kind, to be read: the content tree as headings, names and values; what it refers to opens beside it. */
export function ReportPane({ object, furnish, onShow }: ReadingPaneProps) {
  const { t } = useTranslation('objects');
  const language = useLanguage();
  const body = useRef<HTMLDivElement>(null);
  const page = useRef<HTMLElement>(null);
  const isVisit = useVisit() !== undefined;
  const [notice, setNotice] = useState('');
  const [instance] = object.instances;
  const root = useMemo(() => reportContent(instance), [instance]);
  const head = useMemo(() => reportHead(instance), [instance]);
  const texts: ReportTexts = { t, language, root };
  const title = root.concept ? codeMeaning(root.concept, language) : (head.seriesDescription ?? '');
  useEffect(() => {
    const controls: Furniture['controls'] = {
      step: (by) => body.current?.scrollBy({ top: by * stepPx }),
      toEnd: (end) => body.current?.scrollTo({ top: end === 'first' ? 0 : body.current.scrollHeight }),
    };
    const lines = reportLines(root, { t, language, root });
    furnish({ controls, details: { kind: 'report', title, lines } });
  }, [furnish, root, t, language, title]);
  const show = (wanted: WantedObject): void => {
    setNotice('');
    onShow(wanted).then(
      (found) => found || setNotice(t('report.notHere')),
      (error: unknown) => setNotice(error instanceof Error ? error.message : String(error)),
    );
  };
  return (
    <>
      {(!isVisit || notice) && (
        <div className={pane.tools}>
          {!isVisit && (
            <IconButton
              label={t('print')}
              icon={<IconPrinter size={18} stroke={1.6} aria-hidden />}
              onClick={() => page.current && void printElement(page.current, title)}
            />
          )}
          {notice && <span role="status">{notice}</span>}
        </div>
      )}
      <div ref={body} className={pane.body} tabIndex={0}>
        <article ref={page} className={classes.report} lang={language}>
          <h1 title={root.concept?.meaning}>{title}</h1>
          <ul className={classes.head}>
            {facts().map((fact) => (
              <li key={fact}>{fact}</li>
            ))}
          </ul>
          <ReportItems items={root.children} texts={texts} level={2} onShow={show} />
        </article>
      </div>
    </>
  );

  function facts(): string[] {
    const { completion, verification, preliminary } = head;
    const completed = completion === 'PARTIAL' || completion === 'COMPLETE' ? completion : undefined;
    const verified = verification === 'VERIFIED' || verification === 'UNVERIFIED' ? verification : undefined;
    const final = preliminary === 'PRELIMINARY' || preliminary === 'FINAL' ? preliminary : undefined;
    const patient = formatPersonName(name(instance, 'PatientName'), language)?.primary;
    const from = [head.manufacturer, head.institution].filter(Boolean).join(' · ');
    return [
      [patient, string(instance, 'PatientID')].filter(Boolean).join(' '),
      [t('report.date'), formatDateAndTime(head.contentDate, head.contentTime, language)].join(' '),
      completed && t(`report.completion.${completed}`),
      verified && t(`report.verification.${verified}`),
      final && t(`report.preliminary.${final}`),
      ...head.verifiers.map(({ name: verifier, organization, verifiedAt }) =>
        t('report.verifiedBy', {
          name: [
            formatPersonName(verifier, language)?.primary,
            organization,
            formatDateTime(verifiedAt, language),
          ]
            .filter(Boolean)
            .join(' '),
        }),
      ),
      from && t('report.from', { name: from }),
      head.predecessors.length > 0 && t('report.predecessors', { count: head.predecessors.length }),
    ].filter((fact): fact is string => typeof fact === 'string' && fact !== '');
  }
}
