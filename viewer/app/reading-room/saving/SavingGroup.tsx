import { IconDeviceFloppy, IconStar, IconStarFilled } from '@tabler/icons-react';
import { useTranslation } from '../../../i18n/index.ts';
import { keyImageOf, type Reader } from '../../../imaging/index.ts';
import { IconButton } from '../../../ui/index.ts';
import { icon } from '../toolbar/icon.ts';
import { useCommandLabel } from '../useCommand.ts';
import { useReaderState, useViewValue } from '../useReader.ts';
import { ReportsMenu } from './ReportsMenu.tsx';
import { toggleKeyImage } from './toggleKeyImage.ts';
import { useKeyImages, useReports } from './useReports.ts';
import { useSave } from './useSave.ts';
import classes from './SavingGroup.module.css';

/** Key image, save with how much is unsaved, and the list of what the study's documents say. */
export function SavingGroup({ reader }: { reader: Reader }) {
  const { t } = useTranslation('saving');
  const labelOf = useCommandLabel();
  const { status, unsaved, saved } = useReports(reader);
  const { selected } = useReaderState(reader);
  useKeyImages(reader);
  const canBeMarked = useViewValue(reader, selected, ({ frame }) => keyImageOf(frame) !== undefined);
  const marked = useViewValue(reader, selected, ({ frame }) => {
    const keyImage = keyImageOf(frame);
    return keyImage !== undefined && reader.reports.keyImages.isOwn(keyImage);
  });
  const save = useSave(reader);
  const { label, shortcut } = labelOf('edit.save');
  return (
    <>
      <IconButton
        size="lg"
        {...labelOf('edit.keyImage')}
        active={marked}
        icon={marked ? <IconStarFilled {...icon} /> : <IconStar {...icon} />}
        disabled={!canBeMarked}
        onClick={() => toggleKeyImage(reader)}
      />
      <IconButton
        size="lg"
        label={`${label} · ${stateText()}`}
        {...(shortcut !== undefined && { shortcut })}
        icon={
          <span className={classes.save} data-status={status}>
            <IconDeviceFloppy {...icon} />
            {unsaved > 0 && <span className={classes.count}>{unsaved}</span>}
          </span>
        }
        disabled={unsaved === 0 || status === 'saving'}
        onClick={save}
      />
      <ReportsMenu reader={reader} />
    </>
  );

  function stateText(): string {
    if (status === 'saving') return t('state.saving');
    if (unsaved > 0) return t(status === 'failed' ? 'state.failed' : 'state.unsaved', { count: unsaved });
    return t(saved ? 'state.saved' : 'state.nothing');
  }
}
