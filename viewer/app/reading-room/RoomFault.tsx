import { Button } from '@mantine/core';
import { IconCloudOff, IconFileUnknown, IconPhotoOff } from '@tabler/icons-react';
import { useEffect } from 'react';
import { Link } from 'react-router';
import { useTranslation } from '../../i18n/index.ts';
import type { Reader, ReaderFault } from '../../imaging/index.ts';
import { Message } from '../../ui/index.ts';
import { hasWorklist } from '../session/index.ts';

/** Seconds between tries while the archive is away. */
const retrySeconds = 5;
const temporary = new Set([
  'archive-unavailable',
  'network',
  'http-502',
  'http-503',
  'http-504',
  'not-ready',
]);
const big = { size: 40, stroke: 1.4 } as const;

/** The room when there is nothing to read: the study is not there, the archive is away, nothing has pixels. */
export function RoomFault({ reader, fault }: { reader: Reader; fault: ReaderFault | 'no-images' }) {
  const { t } = useTranslation(['readingRoom', 'common']);
  const code = fault === 'no-images' ? fault : fault.code;
  const waits = temporary.has(code);
  useEffect(() => {
    if (!waits) return;
    const timer = setInterval(() => void reader.retry(), retrySeconds * 1000);
    return () => clearInterval(timer);
  }, [reader, waits]);
  const home = hasWorklist() && (
    <Button component={Link} to="/" variant="default">
      {t('toWorklist')}
    </Button>
  );
  const again = (
    <Button variant="default" onClick={() => void reader.retry()}>
      {t('common:retry')}
    </Button>
  );
  if (fault === 'no-images')
    return (
      <Message kind="empty" icon={<IconPhotoOff {...big} />} title={t('errors.noImages')} actions={home}>
        {t('errors.noImagesDetail')}
      </Message>
    );
  if (code === 'study-not-found')
    return (
      <Message
        kind="error"
        icon={<IconFileUnknown {...big} />}
        title={t('errors.studyNotFound')}
        actions={home}
      >
        {t('errors.studyNotFoundDetail')}
      </Message>
    );
  if (waits)
    return (
      <Message
        kind="error"
        icon={<IconCloudOff {...big} />}
        title={t(code === 'network' ? 'common:errors.network' : 'common:errors.archiveDown')}
        actions={again}
      >
        {t(code === 'network' ? 'common:errors.networkDetail' : 'common:errors.archiveDownDetail')}
      </Message>
    );
  return (
    <Message
      kind="error"
      icon={<IconCloudOff {...big} />}
      title={t('common:errors.unexpected')}
      actions={again}
    >
      {fault.message}
      <br />
      {t('common:errors.code', { code })}
    </Message>
  );
}
