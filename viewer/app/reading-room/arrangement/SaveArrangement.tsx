import { Button } from '@mantine/core';
import { useState, type FormEvent } from 'react';
import { useTranslation } from '../../../i18n/index.ts';
import { captureProtocol, type Reader } from '../../../imaging/index.ts';
import { Dialog } from '../../../ui/index.ts';
import { preferences } from '../../settings/index.ts';
import classes from './SaveArrangement.module.css';

export interface SaveArrangementProps {
  reader: Reader;
  opened: boolean;
  onClose: () => void;
  say: (text: string) => void;
}

/** Names what is on the screen and keeps it as a hanging protocol; one of the same name is replaced. */
export function SaveArrangement({ reader, opened, onClose, say }: SaveArrangementProps) {
  const { t } = useTranslation(['roomTools', 'common']);
  const [name, setName] = useState('');
  const [automatic, setAutomatic] = useState(false);
  const save = (event: FormEvent): void => {
    event.preventDefault();
    const own = preferences().data.hangingProtocols;
    const former = own.find((protocol) => protocol.name === name.trim());
    const id = former?.id ?? `own-${Date.now().toString(36)}`;
    const protocol = captureProtocol(reader, { id, name: name.trim(), automatic });
    preferences().change({ hangingProtocols: [...own.filter((one) => one.id !== id), protocol] });
    say(t('hanging.saved', { name: name.trim() }));
    onClose();
  };
  return (
    <Dialog opened={opened} onClose={onClose} title={t('hanging.save')} closeLabel={t('common:close')}>
      <form className={classes.form} onSubmit={save}>
        <label>
          {t('hanging.name')}
          <input
            required
            autoFocus
            maxLength={60}
            className="yy-target"
            placeholder={t('hanging.nameHint')}
            value={name}
            onChange={({ currentTarget }) => setName(currentTarget.value)}
          />
        </label>
        <label className={classes.check}>
          <input
            type="checkbox"
            checked={automatic}
            onChange={({ currentTarget }) => setAutomatic(currentTarget.checked)}
          />
          {t('hanging.automatic')}
        </label>
        <Button type="submit" disabled={name.trim() === ''}>
          {t('hanging.saveNow')}
        </Button>
      </form>
    </Dialog>
  );
}
