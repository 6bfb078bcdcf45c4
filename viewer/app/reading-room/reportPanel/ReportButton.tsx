import { IconFileText } from '@tabler/icons-react';
import type { Reader } from '../../../imaging/index.ts';
import { IconButton } from '../../../ui/index.ts';
import { icon } from '../toolbar/icon.ts';
import { useCommandLabel } from '../useCommand.ts';
import { useReportOpened } from './useExamReports.ts';

/** Opens and closes the report beside the images. */
export function ReportButton({ reader }: { reader: Reader }) {
  const labelOf = useCommandLabel();
  const opened = useReportOpened(reader);
  return (
    <IconButton
      size="lg"
      {...labelOf('layout.report')}
      active={opened}
      icon={<IconFileText {...icon} />}
      onClick={() => reader.examReports.toggle()}
    />
  );
}
