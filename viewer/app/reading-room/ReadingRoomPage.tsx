import { Button } from '@mantine/core';
import { useEffect, useMemo, useState } from 'react';
import { Link, useLocation, useNavigate } from 'react-router';
import { useTranslation } from '../../i18n/index.ts';
import type { Imaging, Opening } from '../../imaging/index.ts';
import { Message } from '../../ui/index.ts';
import { publishAutomation } from '../automation/index.ts';
import { studiesInAddress, viewerAddress } from '../studiesInAddress.ts';
import { useFollowAddress } from './comparison/index.ts';
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
  const studies = studiesInAddress(useLocation());
  const [current] = studies;
  if (current !== undefined)
    return <Reading key={current} imaging={imaging} opening={opening} wanted={studies.join(',')} />;
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

/** One reading room per current study, with what the address wants beside it; leaving it gives back what it holds. */
function Reading({ imaging, opening, wanted }: ReadingRoomPageProps & { wanted: string }) {
  const navigate = useNavigate();
  const [current = '', ...others] = wanted.split(',');
  // What else the address wants when the room is entered is opened with it.
  const [first] = useState(wanted);
  const reader = useMemo(
    () => enterRoom(imaging, opening, current, first),
    [imaging, opening, current, first],
  );
  useEffect(() => () => leaveRoom(current), [current]);
  useFollowAddress(reader, others.join(','));
  useEffect(
    () => publishAutomation(reader, (studies) => navigate(viewerAddress(studies))),
    [reader, navigate],
  );
  return <Room reader={reader} />;
}
