import { IconEye, IconEyeOff } from '@tabler/icons-react';
import type { Reader } from '../../../imaging/index.ts';
import { useTranslation } from '../../../i18n/index.ts';
import { IconButton } from '../../../ui/index.ts';
import { useMeasurements } from './useMeasurements.ts';

const icon = { size: 18, stroke: 1.6, 'aria-hidden': true } as const;

/** Hides all measurements, or shows them again; nothing where there are none. */
export function VisibilityToggle({ reader }: { reader: Reader }) {
  const { t } = useTranslation('measurements');
  const { measurements } = useMeasurements(reader.measurements);
  if (measurements.length === 0) return null;
  const anyVisible = measurements.some(({ visible }) => visible);
  return (
    <IconButton
      label={anyVisible ? t('panel.hideAll') : t('panel.showAll')}
      icon={anyVisible ? <IconEye {...icon} /> : <IconEyeOff {...icon} />}
      onClick={() => reader.measurements.setAllVisible(!anyVisible)}
    />
  );
}
