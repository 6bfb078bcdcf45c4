import { Button } from '@mantine/core';
import { useEffect, useMemo } from 'react';
import { Link, useLocation, useNavigate } from 'react-router';
import { useTranslation } from '../../i18n/index.ts';
import type { Imaging, Opening } from '../../imaging/index.ts';
import { Message } from '../../ui/index.ts';
import { publishAutomation } from '../automation/index.ts';
import { studiesInAddress, viewerAddress } from '../studiesInAddress.ts';
import { enterRoom, leaveRoom } from './openRooms.ts';
import { Room } from './Room.tsx';

export interface ReadingRoomPageProps {
  imaging: Imaging;
  /** The opening that the page's first script began, for the study in the address. */
  opening: Opening | undefined;
}

/** `/viewer?StudyInstanceUIDs=…`: reads the studies named in the address. */
export function ReadingRoomPage({ imaging, opening }: ReadingRoomPageProps) {
  const { t } = useTranslation(['readingRoom', 'common']);
  const wanted = studiesInAddress(useLocation()).join(',');
  if (wanted !== '') return <Reading key={wanted} imaging={imaging} opening={opening} wanted={wanted} />;
  return (
    <Message
      kind="error"
      title={t('errors.noStudy')}
      actions={
        <Button component={Link} to="/" variant="default">
          {t('toWorklist')}
        </Button>
      }
    >
      {t('errors.noStudyDetail')}
    </Message>
  );
}

/** One reading room per list of studies; leaving it gives back what it holds. */
function Reading({ imaging, opening, wanted }: ReadingRoomPageProps & { wanted: string }) {
  const navigate = useNavigate();
  const reader = useMemo(() => enterRoom(imaging, opening, wanted), [imaging, opening, wanted]);
  useEffect(() => () => leaveRoom(wanted), [wanted]);
  useEffect(
    () => publishAutomation(reader, (studies) => navigate(viewerAddress(studies))),
    [reader, navigate],
  );
  return <Room reader={reader} />;
}
