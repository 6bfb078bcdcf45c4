import { Button } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from '../../i18n/index.ts';
import { BrandMark, LanguageSwitch } from '../../ui/index.ts';
import { sessionKeeper, startAnew, unsavedWork, useSession, type Interruption } from '../session/index.ts';
import { WaysToSignIn } from './WaysToSignIn.tsx';
import classes from './signIn.module.css';

/**
 * Over all that is in the page, until somebody has signed in: the one who has read here goes on where they were; for anybody else the
 * page starts anew. The browser's own dialog: what lies behind cannot be reached.
 */
export function SignInDialog({ interruption }: { interruption: Interruption }) {
  const { t } = useTranslation('signIn');
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    if (!dialog.current?.open) dialog.current?.showModal();
    const fields = [...(dialog.current?.querySelectorAll<HTMLElement>('form input') ?? [])];
    const empty = fields.find((field) => field instanceof HTMLInputElement && field.value === '');
    (empty ?? dialog.current?.querySelector<HTMLElement>('[data-autofocus]'))?.focus();
  }, [interruption]);
  const { reader } = sessionKeeper();
  return (
    <dialog
      ref={dialog}
      className={classes.dialog}
      data-covers={reader === undefined}
      aria-labelledby="sign-in-title"
      onCancel={(event) => event.preventDefault()}
      // Some browsers close it at the second Escape, whatever was prevented.
      onClose={() => dialog.current?.showModal()}
    >
      <div className={classes.card}>
        <header>
          <BrandMark />
          <h2 id="sign-in-title">
            {interruption === 'other-person' ? t('over.otherTitle') : reader ? t('over.title') : t('title')}
          </h2>
          <LanguageSwitch />
        </header>
        {interruption === 'other-person' ? <OtherPerson /> : <SameOrOther />}
      </div>
    </dialog>
  );
}

/** Here as in another tab: who has read here, or anybody else, whom that has to be told. */
function SameOrOther() {
  const { t } = useTranslation('signIn');
  const { reader } = sessionKeeper();
  const [warnedOf, setWarnedOf] = useState<string>();
  const [asked, setAsked] = useState<string>();
  const onSignedIn = (): void =>
    void sessionKeeper()
      .signedIn()
      .then(() => {
        // Only after somebody else has signed in; what is unsaved they have been told of.
        if (sessionKeeper().interruption === 'other-person') startAnew(here());
      });
  const maySend = (login: string): boolean => {
    const isOther = reader !== undefined && !sameLogin(login, reader.login);
    const mustTell = isOther && unsavedWork.now.count > 0 && warnedOf !== login;
    setAsked(mustTell ? login : undefined);
    return !mustTell;
  };
  return (
    <>
      <p className={classes.hint}>{reader ? t('over.detail') : t('over.first')}</p>
      {asked !== undefined && reader && (
        <div className={classes.warning} role="alert">
          <UnsavedText name={reader.name} />
          <Button
            size="compact-sm"
            variant="default"
            onClick={() => {
              setWarnedOf(asked);
              setAsked(undefined);
            }}
          >
            {t('over.asOther')}
          </Button>
        </div>
      )}
      <WaysToSignIn
        {...(reader && { login: reader.login })}
        // Where nobody has read here yet nothing is lost by leaving.
        {...(reader ? { to: '/', stays: true } : { to: here() })}
        maySend={maySend}
        onSignedIn={onSignedIn}
      />
    </>
  );
}

/** In another tab somebody else has signed in: what is here is not theirs. */
function OtherPerson() {
  const { t } = useTranslation('signIn');
  const session = useSession();
  const { reader } = sessionKeeper();
  const name = session.status === 'signed-in' ? session.person.name : '';
  return (
    <>
      <p className={classes.hint}>{t('over.otherDetail', { name })}</p>
      {reader && unsavedWork.now.count > 0 && (
        <div className={classes.warning} role="alert">
          <UnsavedText name={reader.name} />
        </div>
      )}
      <Button size="sm" fullWidth onClick={() => startAnew(here())} data-autofocus>
        {t('over.anew', { name })}
      </Button>
    </>
  );
}

function UnsavedText({ name }: { name: string }) {
  const { t } = useTranslation('signIn');
  const { count, kept } = unsavedWork.now;
  return <p>{t(kept ? 'over.kept' : 'over.lost', { name, count })}</p>;
}

const sameLogin = (one: string, other: string): boolean => one.trim().toLowerCase() === other.toLowerCase();

const here = (): string => window.location.pathname + window.location.search;
