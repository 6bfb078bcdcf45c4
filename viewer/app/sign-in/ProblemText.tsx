import { useSyncExternalStore } from 'react';
import { useTranslation } from '../../i18n/index.ts';
import type { SignInProblem } from './useSignIn.ts';
import classes from './signIn.module.css';

/** Why signing in did not work, and what to do. */
export function ProblemText({ problem }: { problem: SignInProblem | undefined }) {
  const { t } = useTranslation('signIn');
  const seconds = useSecondsUntil(problem?.kind === 'tooMany' ? problem.until : undefined);
  if (!problem || (problem.kind === 'tooMany' && seconds === 0)) return null;
  return (
    <p role="alert" className={classes.problem}>
      {problem.kind === 'tooMany'
        ? t('problem.tooMany', {
            wait:
              seconds > 90
                ? t('wait.minutes', { count: Math.ceil(seconds / 60) })
                : t('wait.seconds', { count: seconds }),
          })
        : problem.kind === 'unexpected'
          ? t('problem.unexpected', { code: problem.code })
          : t(`problem.${problem.kind}`)}
    </p>
  );
}

/** Whole seconds until a time (milliseconds since 1970), each second anew; 0 when it is over, or there is none. */
export function useSecondsUntil(until: number | undefined): number {
  return useSyncExternalStore(until === undefined ? never : oftenEnough, () =>
    until === undefined ? 0 : Math.max(0, Math.ceil((until - Date.now()) / 1000)),
  );
}

const never = (): (() => void) => () => undefined;

function oftenEnough(listener: () => void): () => void {
  const timer = setInterval(listener, 250);
  return () => clearInterval(timer);
}
