import { useState } from 'react';
import { formatDateTime } from '../../../../dicomweb/index.ts';
import { useTranslation } from '../../../../i18n/index.ts';
import type { ReportItem, ReportReference } from '../../../../imaging/index.ts';
import type { WantedObject } from '../showIn.ts';
import { nameText, referenceText, valueText, type ReportTexts } from './valueTexts.ts';
import classes from './ReportPane.module.css';

interface ItemsProps {
  items: readonly ReportItem[];
  texts: ReportTexts;
  /** Of the headings among them, 2 is the first. */
  level: number;
  onShow: (wanted: WantedObject) => void;
}

/** References shown at once; libraries of hundreds of images are opened when somebody wants them. */
const shownReferences = 12;

/** Items that follow each other: sections with headings, names with values, images in a row. */
export function ReportItems({ items, texts, level, onShow }: ItemsProps) {
  return runsOf(items).map((run, index) => {
    const [first] = run;
    if (!first) return null;
    if (isImage(first)) return <References key={index} items={run} texts={texts} onShow={onShow} />;
    if (first.value.kind === 'container')
      return <Section key={index} item={first} texts={texts} level={level} onShow={onShow} />;
    return <Row key={index} item={first} texts={texts} level={level} onShow={onShow} />;
  });
}

/** Nameless images stand together, everything else alone. */
function runsOf(items: readonly ReportItem[]): ReportItem[][] {
  const runs: ReportItem[][] = [];
  for (const item of items) {
    const last = runs.at(-1);
    if (last?.[0] && isImage(last[0]) && isImage(item)) last.push(item);
    else runs.push([item]);
  }
  return runs;
}

const isImage = ({ value, concept, children }: ReportItem): boolean =>
  value.kind === 'objects' && !concept && children.length === 0;

function Section({ item, texts, level, onShow }: Omit<ItemsProps, 'items'> & { item: ReportItem }) {
  const Heading = `h${Math.min(6, level)}` as 'h2';
  const title = nameText(item, texts);
  return (
    <section className={classes.section} data-level={level}>
      {title && <Heading title={item.concept?.meaning}>{title}</Heading>}
      <ReportItems items={item.children} texts={texts} level={level + 1} onShow={onShow} />
    </section>
  );
}

function Row({ item, texts, level, onShow }: Omit<ItemsProps, 'items'> & { item: ReportItem }) {
  const { t, language } = texts;
  const name = nameText(item, texts);
  const { value } = item;
  return (
    <div className={classes.item} data-value-type={item.valueType}>
      <div className={classes.row}>
        {name && (
          <span className={classes.name} title={item.concept?.meaning}>
            {name}
          </span>
        )}
        <span className={classes.value}>
          {value.kind === 'objects' ? (
            value.references.map((reference, index) => (
              <Reference key={index} reference={reference} texts={texts} onShow={onShow} />
            ))
          ) : value.kind === 'graphic' && imageUnder(item) ? (
            <button
              type="button"
              title={t('report.goTo')}
              onClick={() => {
                const image = imageUnder(item);
                if (image) onShow({ ...wantedOf(image), region: value.graphic });
              }}
            >
              {valueText(item, texts)}
            </button>
          ) : (
            valueText(item, texts)
          )}
          {item.observed && (
            <small> {t('report.observed', { when: formatDateTime(item.observed, language) })}</small>
          )}
        </span>
      </div>
      {item.children.length > 0 && (
        <div className={classes.below}>
          <ReportItems items={item.children} texts={texts} level={level + 1} onShow={onShow} />
        </div>
      )}
    </div>
  );
}

function References({
  items,
  texts,
  onShow,
}: Pick<ItemsProps, 'texts' | 'onShow'> & { items: ReportItem[] }) {
  const { t } = useTranslation('objects');
  const [all, setAll] = useState(false);
  const references = items.flatMap(({ value }) => (value.kind === 'objects' ? value.references : []));
  const shown = all ? references : references.slice(0, shownReferences);
  return (
    <div className={classes.references}>
      {shown.map((reference, index) => (
        <Reference key={index} reference={reference} texts={texts} onShow={onShow} number={index + 1} />
      ))}
      {shown.length < references.length && (
        <button type="button" onClick={() => setAll(true)}>
          {t('report.more', { count: references.length - shown.length })}
        </button>
      )}
    </div>
  );
}

function Reference(props: {
  reference: ReportReference;
  texts: ReportTexts;
  onShow: (wanted: WantedObject) => void;
  number?: number;
}) {
  const { reference, texts, onShow, number } = props;
  const text = referenceText(reference, texts);
  return (
    <button
      type="button"
      title={`${texts.t('report.goTo')} (${reference.sopInstanceUid})`}
      data-sop-instance={reference.sopInstanceUid}
      onClick={() => onShow(wantedOf(reference))}
    >
      {number === undefined ? text : `${text} ${number}`}
    </button>
  );
}

const wantedOf = ({ sopInstanceUid, frameNumbers }: ReportReference): WantedObject => ({
  sopInstanceUid,
  frameNumber: frameNumbers[0],
});

/** The image that coordinates are of: selected from it (PS3.3 C.18.6). */
const imageUnder = ({ children }: ReportItem): ReportReference | undefined =>
  children.flatMap(({ value }) => (value.kind === 'objects' ? value.references : []))[0];
