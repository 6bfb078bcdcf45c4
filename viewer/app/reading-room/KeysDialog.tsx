import { useTranslation } from '../../i18n/index.ts';
import { Dialog, KeyHint } from '../../ui/index.ts';
import classes from './KeysDialog.module.css';

/** What the keys and the mouse do. */
export function KeysDialog({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const { t } = useTranslation(['readingRoom', 'common']);
  const rows: [string, string][] = [
    ['W', t('tools.window')],
    ['P', t('tools.pan')],
    ['Z', t('tools.zoom')],
    ['S', t('tools.scroll')],
    ['I', t('tools.invert')],
    ['H', t('tools.flipHorizontal')],
    ['V', t('tools.flipVertical')],
    ['F', t('tools.reset')],
    [t('keys.numbers'), t('tools.presets')],
    [t('keys.scroll'), t('keys.scrollMeaning')],
    [t('keys.left'), t('keys.leftMeaning')],
    [t('keys.middle'), t('tools.pan')],
    [t('keys.right'), t('tools.zoom')],
    [`${t('keys.double')}, Enter`, t('keys.doubleMeaning')],
  ];
  return (
    <Dialog opened={opened} onClose={onClose} title={t('keys.title')} closeLabel={t('common:close')}>
      <dl className={classes.keys}>
        {rows.map(([keys, meaning]) => (
          <div key={keys}>
            <dt>
              <KeyHint keys={keys} />
            </dt>
            <dd>{meaning}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
