import { Button } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useState } from 'react';
import { fetchInstanceFile } from '../../../dicomweb/index.ts';
import { useTranslation } from '../../../i18n/index.ts';
import type { SeriesObject } from '../../../imaging/index.ts';
import { useVisit } from '../../visit/index.ts';
import { download } from '../saving/download.ts';

/** The stored file as it is, for other programs. */
export function DownloadOriginal({ object }: { object: SeriesObject }) {
  const { t } = useTranslation('objects');
  const [state, setState] = useState<'idle' | 'loading' | string>('idle');
  const isVisit = useVisit() !== undefined;
  const { studyInstanceUid, seriesInstanceUid, sopInstanceUid } = object;
  const fetchIt = async (): Promise<void> => {
    setState('loading');
    try {
      download(
        await fetchInstanceFile(studyInstanceUid, seriesInstanceUid, sopInstanceUid),
        `${sopInstanceUid}.dcm`,
      );
      setState('idle');
    } catch (error) {
      setState(error instanceof Error ? error.message : String(error));
    }
  };
  // Files of what was shared need a code of extraction.
  if (isVisit) return null;
  return (
    <>
      <Button
        variant="default"
        leftSection={<IconDownload size={16} aria-hidden />}
        loading={state === 'loading'}
        onClick={() => void fetchIt()}
      >
        {t('downloadOriginal')}
      </Button>
      {state !== 'idle' && state !== 'loading' && <span role="alert">{state}</span>}
    </>
  );
}
