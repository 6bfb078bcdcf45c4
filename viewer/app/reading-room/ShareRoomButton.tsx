import { IconShare2 } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from '../../i18n/index.ts';
import type { Reader } from '../../imaging/index.ts';
import { IconButton } from '../../ui/index.ts';
import { ShareDialog, useMayShare } from '../sharing/index.ts';
import { icon } from './toolbar/icon.ts';
import { useReaderState } from './useReader.ts';

/** Shares the study that is read, where somebody is signed in who may. */
export function ShareRoomButton({ reader }: { reader: Reader }) {
  const { t } = useTranslation('sharing');
  const study = useReaderState(reader).studies[0]?.study;
  const mayShare = useMayShare();
  const [opened, setOpened] = useState(false);
  if (!mayShare || !study) return null;
  return (
    <>
      <IconButton
        size="lg"
        label={t('share')}
        icon={<IconShare2 {...icon} />}
        onClick={() => setOpened(true)}
      />
      <ShareDialog opened={opened} study={study} onClose={() => setOpened(false)} />
    </>
  );
}
