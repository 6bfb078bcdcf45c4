import { useTranslation } from '../../../i18n/index.ts';
import type { Reader, ViewState } from '../../../imaging/index.ts';
import { noteText } from './volumeTexts.ts';
import classes from './planes.module.css';

/** Which plane of the volume this is, how many millimetres of it are laid together (of the volume, not of what is outside), and what was done to the volume. */
export function PlaneText({ reader, index, state }: { reader: Reader; index: number; state: ViewState }) {
  const { t } = useTranslation('planes');
  const derived = state.frame?.derived;
  if (!derived) return null;
  const { orientation, slab } = derived;
  const volume = reader.planes.volume(index);
  const thicknessMm = Math.min(slab.thicknessMm, reader.planes.slabMm(index) ?? slab.thicknessMm);
  const notes = volume?.kind === 'volume' ? volume.notes : [];
  return (
    <>
      {notes.map((note) => (
        <span key={note.code} className={classes.note}>
          {noteText(note, t)}
        </span>
      ))}
      <strong className={classes.plane}>
        {orientation !== 'acquired' && t(orientation)}
        {slab.mode !== 'none' &&
          ` ${t('corner', { mode: t(`short.${slab.mode}`), mm: String(Math.round(thicknessMm * 10) / 10) })}`}
      </strong>
    </>
  );
}
