import { IconLink } from '@tabler/icons-react';
import { formatDate } from '../../../dicomweb/index.ts';
import { useLanguage, useTranslation } from '../../../i18n/index.ts';
import type { Measurement, Reader } from '../../../imaging/index.ts';
import { Dropdown, IconButton } from '../../../ui/index.ts';
import { Choices } from '../Choices.tsx';
import { useCommandText } from '../useCommand.ts';
import { figure, figureTexts } from './figureTexts.ts';

/** Says by hand which measurement of another date is of the same finding; nothing where there is none it could be. */
export function PairMenu({ reader, measurement }: { reader: Reader; measurement: Measurement }) {
  const { t } = useTranslation(['followUp', 'measurements']);
  const { t: ofMeasurements } = useTranslation('measurements');
  const language = useLanguage();
  const textOf = useCommandText();
  const partners = reader.followUp.partnersOf(measurement.id);
  if (partners.length === 0) return null;
  const numberOf = (one: Measurement): number => reader.measurements.state.measurements.indexOf(one) + 1;
  const dateOf = ({ place }: Measurement): string => {
    const open = reader.state.studies.find((study) => study.studyInstanceUid === place.studyInstanceUid);
    return formatDate(open?.study?.studyDate, language) || t('noDate');
  };
  return (
    <Dropdown
      label={t('pair')}
      renderTarget={(target) => (
        <IconButton label={t('pair')} icon={<IconLink size={16} stroke={1.6} aria-hidden />} {...target} />
      )}
    >
      {(close) => (
        <Choices
          title={t('pair')}
          close={close}
          choices={partners.map(({ measurement: other, distanceMm }) => ({
            text: `${numberOf(other)} · ${dateOf(other)} · ${other.label || textOf(`tool.${other.tool}`)}`,
            detail: [
              figureTexts({ ...other, label: '' }, ofMeasurements)[0],
              distanceMm === undefined ? '' : t('proposal.distance', { mm: figure(distanceMm, 'mm') }),
            ]
              .filter(Boolean)
              .join(' · '),
            choose: () => reader.followUp.pair([measurement.id, other.id]),
          }))}
        />
      )}
    </Dropdown>
  );
}
