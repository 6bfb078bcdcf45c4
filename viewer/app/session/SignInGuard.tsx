import { lazy, Suspense, useEffect } from 'react';
import { retryPictures } from '../../ui/index.ts';
import { sessionKeeper } from './SessionKeeper.ts';
import { useInterruption } from './useSession.ts';

const SignInDialog = lazy(async () => ({
  default: (await import('../sign-in/index.ts')).SignInDialog,
}));

/** Once in the page, over all that is in it: lets somebody sign in where reading has to stop for that. */
export function SignInGuard() {
  const interruption = useInterruption();
  useEffect(() => {
    // A page that the browser had put aside comes back with all that it held, whoever is signed in by now.
    const onShow = ({ persisted }: PageTransitionEvent): void => {
      if (persisted && sessionKeeper().reader) window.location.reload();
    };
    window.addEventListener('pageshow', onShow);
    return () => window.removeEventListener('pageshow', onShow);
  }, []);
  useEffect(() => {
    // Requests wait for somebody to sign in; pictures that the page names by their address have failed.
    return interruption === undefined ? undefined : retryPictures;
  }, [interruption]);
  if (interruption === undefined) return null;
  return (
    <Suspense fallback={null}>
      <SignInDialog interruption={interruption} />
    </Suspense>
  );
}
