import { Button, TextInput } from '@mantine/core';
import { useState, type FormEvent } from 'react';
import { DicomwebError } from '../../dicomweb/index.ts';
import { useTranslation } from '../../i18n/index.ts';
import { extract } from '../../identity/index.ts';
import { problemOf } from './problemOf.ts';
import classes from './shared.module.css';

const digits = 8;
/** Its browser saves no files. */
const isWeChat = /MicroMessenger/i.test(navigator.userAgent);

/** The originals as a ZIP, for who was told the code. */
export function FilesForm() {
  const { t } = useTranslation(['shared', 'common']);
  const [code, setCode] = useState('');
  const [working, setWorking] = useState(false);
  const [said, setSaid] = useState<{ failed: boolean; text: string }>();
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (working || code.length !== digits) return;
    setWorking(true);
    setSaid(undefined);
    try {
      const { address } = await extract(code);
      // An answer that is to be kept leaves the page where it is.
      window.location.assign(address);
      setSaid({ failed: false, text: t('files.began') });
    } catch (error) {
      const known = error instanceof DicomwebError ? error.code : '';
      const text =
        known === 'extraction-refused'
          ? t('files.refused')
          : known === 'extraction-expired'
            ? t('files.expired')
            : problemOf(error, t);
      setSaid({ failed: true, text });
    }
    setWorking(false);
  };
  return (
    <section className={classes.files} aria-label={t('files.title')}>
      <h3>{t('files.title')}</h3>
      <p className={classes.hint}>{t(isWeChat ? 'files.wechat' : 'files.hint')}</p>
      {!isWeChat && (
        <form onSubmit={(event) => void submit(event)} method="post">
          <TextInput
            size="lg"
            className={classes.code}
            name="extraction"
            label={t('files.code')}
            autoComplete="off"
            inputMode="numeric"
            maxLength={10}
            value={code}
            onChange={({ currentTarget }) => setCode(currentTarget.value.replace(/\D/g, '').slice(0, digits))}
          />
          <Button
            type="submit"
            size="lg"
            variant="default"
            loading={working}
            disabled={code.length !== digits}
          >
            {t('files.get')}
          </Button>
          {said && (
            <p
              role={said.failed ? 'alert' : 'status'}
              className={said.failed ? classes.problem : classes.hint}
            >
              {said.text}
            </p>
          )}
        </form>
      )}
    </section>
  );
}
