import type { RefusedFile } from '../../dicomweb/index.ts';
import { formatDate, formatPersonName, parsePersonName } from '../../dicomweb/index.ts';
import { useLanguage, useTranslation } from '../../i18n/index.ts';
import { byteText } from './byteText.ts';
import { reasonText } from './reasonText.ts';
import classes from './RefusedPage.module.css';
import { timeText } from './timeText.ts';

interface RefusedTableProps {
  files: readonly RefusedFile[];
  selected: ReadonlySet<string>;
  onSelect: (ids: ReadonlySet<string>) => void;
}

export function RefusedTable({ files, selected, onSelect }: RefusedTableProps) {
  const { t } = useTranslation('refused');
  const all = files.every(({ id }) => selected.has(id));
  const toggle = (id: string) => onSelect(selected.symmetricDifference(new Set([id])));
  return (
    <div className={classes.scroll}>
      <table className={classes.table}>
        <thead>
          <tr>
            <th>
              <input
                type="checkbox"
                aria-label={t('selectAll')}
                checked={all}
                onChange={() => onSelect(new Set(all ? [] : files.map(({ id }) => id)))}
              />
            </th>
            <th>{t('columns.file')}</th>
            <th>{t('columns.why')}</th>
            <th>{t('columns.from')}</th>
            <th>{t('columns.when')}</th>
            <th className={classes.number}>{t('columns.size')}</th>
          </tr>
        </thead>
        <tbody>
          {files.map((file) => (
            <RefusedRow
              key={file.id}
              entry={file}
              selected={selected.has(file.id)}
              onToggle={() => toggle(file.id)}
            />
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface RefusedRowProps {
  entry: RefusedFile;
  selected: boolean;
  onToggle: () => void;
}

function RefusedRow({ entry, selected, onToggle }: RefusedRowProps) {
  const { t } = useTranslation('refused');
  const language = useLanguage();
  const { file, origin, refusal, lastAt, times, bytes } = entry;
  const name = formatPersonName(parsePersonName(file.patientName), language);
  const who = [name?.primary, name?.secondary].filter(Boolean).join(' ');
  const fileName = origin.fileName?.split(/[\\/]/).at(-1);
  const what = [
    file.patientId,
    file.modality,
    formatDate(file.studyDate, language),
    file.studyDescription ?? file.seriesDescription,
  ];
  return (
    <tr data-refused={entry.id} data-code={refusal.code} aria-selected={selected} onClick={onToggle}>
      <td>
        <input
          type="checkbox"
          checked={selected}
          aria-label={t('select', { name: fileName ?? (who || entry.id) })}
          onClick={(event) => event.stopPropagation()}
          onChange={onToggle}
        />
      </td>
      <td>
        {who === '' && file.patientId === undefined ? (
          <span className={classes.dim}>{t('unreadable')}</span>
        ) : (
          <bdi className={classes.who}>{who}</bdi>
        )}
        <div className={classes.dim}>{what.filter(Boolean).join(' · ')}</div>
      </td>
      <td className={classes.why} title={refusal.text}>
        {reasonText(refusal, t)}
      </td>
      <td>
        <div title={origin.fileName}>{fileName}</div>
        <div className={classes.dim}>
          {[t(`way.${origin.way}`), origin.address].filter(Boolean).join(' · ')}
        </div>
      </td>
      <td>
        {timeText(lastAt, language)}
        {times > 1 && <div className={classes.dim}>{t('times', { count: times })}</div>}
      </td>
      <td className={classes.number}>{byteText(bytes)}</td>
    </tr>
  );
}
