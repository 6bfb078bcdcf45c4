import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from '../../i18n/index.ts';
import { beginOidc, type OidcSignIn } from '../../identity/index.ts';
import { ProblemText, useSecondsUntil } from './ProblemText.tsx';
import { problemOf, type SignInProblem } from './useSignIn.ts';

interface OidcButtonProps {
  oidc: OidcSignIn;
  /** The page to go on with. */
  to: string;
  /** What is in this page is to stay there: somebody signs in beside it, and it hears of that. */
  inNewTab: boolean;
}

/** Leads to the hospital's own sign-in. */
export function OidcButton({ oidc: { name, alone }, to, inNewTab }: OidcButtonProps) {
  const { t } = useTranslation('signIn');
  const [working, setWorking] = useState(false);
  const [problem, setProblem] = useState<SignInProblem>();
  const waiting = useSecondsUntil(problem?.kind === 'tooMany' ? problem.until : undefined) > 0;

  const begin = async (): Promise<void> => {
    // Browsers let a tab be opened at the click alone.
    const tab = inNewTab ? window.open('', '_blank') : null;
    if (tab) tab.opener = null;
    setWorking(true);
    setProblem(undefined);
    try {
      const address = await beginOidc(to);
      if (tab) tab.location.replace(address);
      else window.location.assign(address);
      // The page is left; or comes back from the browser's memory as it was.
      setWorking(false);
    } catch (error) {
      tab?.close();
      setProblem(problemOf(error, false));
      setWorking(false);
    }
  };
  return (
    <>
      <ProblemText problem={problem} />
      <Button
        size="sm"
        fullWidth
        variant={alone ? 'filled' : 'default'}
        loading={working}
        disabled={waiting}
        onClick={() => void begin()}
        data-autofocus={alone || undefined}
      >
        {name === undefined ? t('oidc.unnamed') : t('oidc.named', { name })}
      </Button>
    </>
  );
}
