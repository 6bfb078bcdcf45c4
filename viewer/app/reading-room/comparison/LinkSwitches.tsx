import {
  IconArrowsVertical,
  IconContrast,
  IconCrosshair,
  IconLink,
  IconLinkOff,
  IconPlayerPlay,
  IconRotateClockwise2,
  IconStack2,
  IconZoomIn,
} from '@tabler/icons-react';
import { useTranslation } from '../../../i18n/index.ts';
import { allLinked, linkNames, noneLinked, type Links, type Reader } from '../../../imaging/index.ts';
import { IconButton } from '../../../ui/index.ts';
import { useComparison } from './useComparison.ts';
import classes from './comparison.module.css';

const icon = { size: 18, stroke: 1.6, 'aria-hidden': true } as const;
const icons: Record<keyof Links, typeof IconLink> = {
  scroll: IconArrowsVertical,
  window: IconContrast,
  zoom: IconZoomIn,
  slab: IconStack2,
  crosshair: IconCrosshair,
  cine: IconPlayerPlay,
  turn: IconRotateClockwise2,
};

/** What goes together, each by itself, and all at once. */
export function LinkSwitches({ reader }: { reader: Reader }) {
  const { t } = useTranslation('comparison');
  useComparison(reader);
  const { linking } = reader.comparison;
  const { links } = linking;
  const any = linkNames.some((name) => links[name]);
  return (
    <div className={classes.links} role="group" aria-label={t('links.label')}>
      <IconButton
        label={any ? t('links.none') : t('links.all')}
        active={any}
        icon={any ? <IconLink {...icon} /> : <IconLinkOff {...icon} />}
        onClick={() => linking.setLinks(any ? noneLinked : allLinked)}
      />
      {linkNames.map((name) => {
        const Icon = icons[name];
        return (
          <IconButton
            key={name}
            label={`${t('links.label')} · ${t(`links.${name}`)}`}
            active={links[name]}
            icon={<Icon {...icon} />}
            onClick={() => linking.setLinks({ [name]: !links[name] })}
          />
        );
      })}
    </div>
  );
}
