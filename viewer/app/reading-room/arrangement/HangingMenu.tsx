import { IconLayoutDashboard } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from '../../../i18n/index.ts';
import {
  builtInProtocols,
  fittingProtocols,
  type HangingProtocol,
  type Reader,
} from '../../../imaging/index.ts';
import { Dropdown, IconButton } from '../../../ui/index.ts';
import { usePreferences } from '../../settings/index.ts';
import { Choices } from '../Choices.tsx';
import { useReaderState } from '../useReader.ts';
import { SaveArrangement } from './SaveArrangement.tsx';
import { useApplyProtocol, useProtocolName } from './useHanging.ts';

/** Hanging protocols for the study that is open, and a way to make one of what is on the screen. */
export function HangingMenu({ reader, say }: { reader: Reader; say: (text: string) => void }) {
  const { t } = useTranslation('roomTools');
  const [saving, setSaving] = useState(false);
  return (
    <>
      <Dropdown
        label={t('hanging.label')}
        renderTarget={(target) => (
          <IconButton
            size="lg"
            label={t('hanging.label')}
            icon={<IconLayoutDashboard size={20} stroke={1.6} aria-hidden />}
            {...target}
          />
        )}
      >
        {(close) => <HangingChoices reader={reader} say={say} close={close} onSave={() => setSaving(true)} />}
      </Dropdown>
      <SaveArrangement reader={reader} opened={saving} onClose={() => setSaving(false)} say={say} />
    </>
  );
}

export interface HangingChoicesProps {
  reader: Reader;
  say: (text: string) => void;
  close: () => void;
  onSave: () => void;
}

export function HangingChoices({ reader, say, close, onSave }: HangingChoicesProps) {
  const { t } = useTranslation('roomTools');
  const nameOf = useProtocolName();
  const apply = useApplyProtocol(reader, say);
  const { hangingProtocols: own } = usePreferences();
  const study = useReaderState(reader).studies[0];
  const all: HangingProtocol[] = [...own, ...builtInProtocols];
  const fitting = fittingProtocols(all, {
    description: study?.study?.description,
    series: study?.series ?? [],
  });
  const choice = (protocol: HangingProtocol) => ({
    text: nameOf(protocol),
    choose: () => void apply(protocol),
  });
  return (
    <>
      <Choices
        title={t('hanging.fitting')}
        close={close}
        choices={fitting.map(choice)}
        {...(fitting.length === 0 && { note: t('hanging.none') })}
      />
      <Choices
        title={t('hanging.others')}
        close={close}
        choices={all.filter((protocol) => !fitting.includes(protocol)).map(choice)}
      />
      <Choices title=" " close={close} choices={[{ text: t('hanging.save'), choose: onSave }]} />
    </>
  );
}
