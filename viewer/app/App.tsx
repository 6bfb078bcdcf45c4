import { lazy, Suspense, useEffect, type ReactNode } from 'react';
import { BrowserRouter, Navigate, Route, Routes, useLocation } from 'react-router';
import type { Imaging, Opening } from '../imaging/index.ts';
import { UiProvider } from '../ui/index.ts';
import { sessionKeeper, SignInGuard } from './session/index.ts';

const WorklistPage = lazy(async () => ({ default: (await import('./worklist/index.ts')).WorklistPage }));
const ReadingRoomPage = lazy(async () => ({
  default: (await import('./reading-room/index.ts')).ReadingRoomPage,
}));

const MonitorTestPage = lazy(async () => ({
  default: (await import('./monitor-test/index.ts')).MonitorTestPage,
}));

const SignInPage = lazy(async () => ({ default: (await import('./sign-in/index.ts')).SignInPage }));
const SetupPage = lazy(async () => ({ default: (await import('./sign-in/index.ts')).SetupPage }));
const AccountPage = lazy(async () => ({ default: (await import('./account/index.ts')).AccountPage }));
const AuditPage = lazy(async () => ({ default: (await import('./audit/index.ts')).AuditPage }));
const PeoplePage = lazy(async () => ({ default: (await import('./people/index.ts')).PeoplePage }));

const RefusedPage = lazy(async () => ({ default: (await import('./refused/index.ts')).RefusedPage }));

export interface AppProps {
  imaging: Imaging;
  opening: Opening | undefined;
}

/** The pages and their addresses. */
export function App({ imaging, opening }: AppProps) {
  return (
    <BrowserRouter>
      <Look>
        <Suspense fallback={null}>
          <Routes>
            <Route path="/" element={<Worklist imaging={imaging} />} />
            <Route path="/viewer" element={<ReadingRoomPage imaging={imaging} opening={opening} />} />
            <Route path="/monitor-test" element={<MonitorTestPage />} />
            <Route path="/refused" element={<RefusedPage />} />
            <Route path="/sign-in" element={<SignInPage />} />
            <Route path="/setup" element={<SetupPage />} />
            <Route path="/account" element={<AccountPage />} />
            <Route path="/audit" element={<AuditPage />} />
            <Route path="/people" element={<PeoplePage />} />
            <Route path="*" element={<Navigate to="/" replace />} />
          </Routes>
        </Suspense>
        <SignInGuard />
      </Look>
    </BrowserRouter>
  );
}

const lightPages = ['/refused', '/sign-in', '/setup', '/account', '/audit', '/people'];

/** Dark for reading, light for pages that are not. */
function Look({ children }: { children: ReactNode }) {
  const { pathname } = useLocation();
  return <UiProvider colorScheme={lightPages.includes(pathname) ? 'light' : 'dark'}>{children}</UiProvider>;
}

/** The worklist, which uses its idle time to get ready what the reading room will need. */
function Worklist({ imaging }: { imaging: Imaging }) {
  useEffect(() => imaging.warmUp(), [imaging]);
  useEffect(() => sessionKeeper().begin(), []);
  return <WorklistPage />;
}
