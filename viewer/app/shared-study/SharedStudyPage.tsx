import { Loader } from '@mantine/core';
import { IconCalendarX, IconLinkOff } from '@tabler/icons-react';
import { useCallback, useEffect, useState } from 'react';
import { useParams } from 'react-router';
import { DicomwebError, pageSession } from '../../dicomweb/index.ts';
import { useTranslation } from '../../i18n/index.ts';
import {
  fetchShareState,
  fetchVisitedShare,
  type ShareState,
  type VisitedShare,
} from '../../identity/index.ts';
import { BrandMark, LanguageSwitch, Message } from '../../ui/index.ts';
import { pageVisit, useVisit } from '../visit/index.ts';
import { ProofForm } from './ProofForm.tsx';
import { problemOf } from './problemOf.ts';
import { SharedContents } from './SharedContents.tsx';
import classes from './shared.module.css';

type Phase =
  | { at: 'asking' }
  | { at: 'closed'; state: Exclude<ShareState, 'open'> | 'unknown' }
  | { at: 'failed'; text: string }
  | { at: 'proof'; proof: 'phone' | 'id'; ended: boolean }
  | { at: 'open'; share: VisitedShare };

/** `/s/<id>`: what was shared by a link. Made for telephones, and the browsers inside of other programs. */
export function SharedStudyPage() {
  const { t } = useTranslation(['shared', 'common']);
  const { id = '' } = useParams();
  const visit = useVisit();
  const [phase, setPhase] = useState<Phase>({ at: 'asking' });
  const isOpen = visit?.id === id;
  useEffect(() => {
    document.title = t('documentTitle');
  }, [t]);

  const look = useCallback(
    async (ended: boolean): Promise<void> => {
      try {
        if (pageVisit.current?.id === id) {
          const share = await fetchVisitedShare().catch((error: unknown) => {
            if (!(error instanceof DicomwebError) || error.status !== 401) throw error;
            pageVisit.end();
          });
          if (share) return setPhase({ at: 'open', share });
        }
        const { state, proof } = await fetchShareState(id);
        setPhase(state === 'open' ? { at: 'proof', proof, ended } : { at: 'closed', state });
      } catch (error) {
        const unknown = error instanceof DicomwebError && error.status === 404;
        setPhase(unknown ? { at: 'closed', state: 'unknown' } : { at: 'failed', text: problemOf(error, t) });
      }
    },
    [id, t],
  );
  useEffect(() => void Promise.resolve().then(() => look(false)), [look]);

  // Withdrawn, expired or rested too long while it is looked at: whatever is on the screen goes away.
  useEffect(() => {
    const onOver = (): void => {
      if (pageVisit.current?.id !== id) return;
      pageVisit.end();
      pageSession.resume(false);
      void look(true);
    };
    pageSession.addEventListener('signed-out', onOver);
    return () => pageSession.removeEventListener('signed-out', onOver);
  }, [id, look]);

  return (
    <div className={classes.page}>
      <header className={classes.top}>
        <BrandMark />
        <strong>{t('common:product')}</strong>
        <span>{t('title')}</span>
        <LanguageSwitch />
      </header>
      <main className={classes.main}>{content()}</main>
    </div>
  );

  function content() {
    if (phase.at === 'open' && isOpen) return <SharedContents share={phase.share} />;
    if (phase.at === 'closed') return <Closed state={phase.state} />;
    if (phase.at === 'failed')
      return (
        <Message kind="error" title={phase.text}>
          <button type="button" className={classes.plain} onClick={() => void look(false)}>
            {t('common:retry')}
          </button>
        </Message>
      );
    if (phase.at === 'proof')
      return (
        <ProofForm
          id={id}
          proof={phase.proof}
          ended={phase.ended}
          onOpen={() => void look(false)}
          onClosed={() => void look(false)}
        />
      );
    return (
      <div className={classes.waiting} role="status">
        <Loader size="md" />
      </div>
    );
  }
}

function Closed({ state }: { state: Exclude<ShareState, 'open'> | 'unknown' }) {
  const { t } = useTranslation('shared');
  const Icon = state === 'unknown' ? IconLinkOff : IconCalendarX;
  return (
    <Message kind="empty" icon={<Icon size={40} stroke={1.3} aria-hidden />} title={t(`state.${state}`)}>
      {t(`state.${state}Detail`)}
    </Message>
  );
}
