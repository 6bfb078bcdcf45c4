import { useEffect, useMemo, useState } from 'react';
import { string, strings } from '../../../../dicomweb/index.ts';
import { sopClassName, useLanguage, useTranslation } from '../../../../i18n/index.ts';
import { referencesOf, type ObjectReference } from '../../../../imaging/index.ts';
import { useCompact } from '../../useCompact.ts';
import { DownloadOriginal } from '../DownloadOriginal.tsx';
import type { ObjectPaneProps } from '../objectPaneProps.ts';
import { showReference } from '../showReference.ts';
import { contentsOf } from './contentsOf.ts';
import { explanationOf } from './explanationOf.ts';
import pane from '../ObjectPane.module.css';
import classes from './OtherPane.module.css';

/** Objects listed by name; of more only the number is said. */
const listed = 30;

/** An object that has nothing to be seen: what it is, what it holds and refers to, what can be done with it. */
export function OtherPane({ reader, index, object }: ObjectPaneProps) {
  const { t } = useTranslation('objects');
  const language = useLanguage();
  const compact = useCompact();
  const [notice, setNotice] = useState('');
  const [instance] = object.instances;
  const references = useMemo(() => referencesOf(instance), [instance]);
  const explanation = explanationOf(object.sopClassUid);
  useEffect(() => {
    const details = {
      kind: 'other' as const,
      sopClassUid: object.sopClassUid,
      references: references.map(({ sopInstanceUid }) => sopInstanceUid),
    };
    reader.objects.furnish(index, object, { details });
  }, [reader, index, object, references]);
  const show = (reference: ObjectReference): void => {
    setNotice('');
    showReference(reader, index, reference, { compact }).then(
      (found) => found || setNotice(t('report.notHere')),
      (error: unknown) => setNotice(error instanceof Error ? error.message : String(error)),
    );
  };
  const label =
    string(instance, '00700080') ?? string(instance, '30060002') ?? string(instance, '300A0002') ?? '';
  return (
    <div className={pane.body} tabIndex={0}>
      <article className={classes.explained}>
        <h1>{sopClassName(object.sopClassUid, language)}</h1>
        {label && <p className={pane.dim}>{label}</p>}
        <p>{t(`other.explain.${explanation}.what`)}</p>
        <Contents title={t('other.contents')} lines={contentsOf(instance)} />
        <h2>{t('other.refersTo')}</h2>
        {references.length === 0 ? (
          <p className={pane.dim}>{t('other.noReferences')}</p>
        ) : (
          <ul>
            {bySeries(references).map(({ first, count }) => (
              <li key={first.sopInstanceUid}>
                <button type="button" onClick={() => show(first)}>
                  {sopClassName(first.sopClassUid, language)}
                  {count > 1 && ` × ${count}`}
                </button>
              </li>
            ))}
          </ul>
        )}
        {notice && <p role="status">{notice}</p>}
        <h2>{t('other.canDo')}</h2>
        <p>{t(`other.explain.${explanation}.can`)}</p>
        <DownloadOriginal object={object} />
        <p className={classes.uid}>
          {t('other.sopClass')} {object.sopClassUid} · {strings(instance, '00080070').join(' ')}
        </p>
      </article>
    </div>
  );
}

function Contents({ title, lines }: { title: string; lines: readonly string[] }) {
  if (lines.length === 0) return null;
  return (
    <>
      <h2>{title}</h2>
      <ul className={classes.contents}>
        {lines.slice(0, listed).map((line, i) => (
          <li key={i}>{line}</li>
        ))}
        {lines.length > listed && <li>… ({lines.length})</li>}
      </ul>
    </>
  );
}

/** Hundreds of images of one series are one thing to open. */
function bySeries(references: readonly ObjectReference[]): { first: ObjectReference; count: number }[] {
  const groups = new Map<string, { first: ObjectReference; count: number }>();
  for (const reference of references) {
    const key = `${reference.seriesInstanceUid ?? ''}/${reference.sopClassUid}`;
    const known = groups.get(key);
    if (known) known.count++;
    else groups.set(key, { first: reference, count: 1 });
  }
  return [...groups.values()];
}
