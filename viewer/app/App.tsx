import { lazy, Suspense, useEffect, type ReactNode } from 'react';
import { BrowserRouter, Navigate, Route, Routes, useLocation } from 'react-router';
import type { Imaging, Opening } from '../imaging/index.ts';
import { UiProvider } from '../ui/index.ts';
import { sectionPaths } from './administration/sections.ts';
import { EmbedGuard } from './embed/index.ts';
import { sessionKeeper, SignInGuard } from './session/index.ts';
import { linkedId, useVisit, VisitGuard } from './visit/index.ts';

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
const RulesPage = lazy(async () => ({ default: (await import('./rules/index.ts')).RulesPage }));
const KeysPage = lazy(async () => ({ default: (await import('./keys/index.ts')).KeysPage }));
const SessionsPage = lazy(async () => ({
  default: (await import('./all-sessions/index.ts')).SessionsPage,
}));
const EmergenciesPage = lazy(async () => ({
  default: (await import('./emergencies/index.ts')).EmergenciesPage,
}));
const EmergencyPage = lazy(async () => ({
  default: (await import('./emergency/index.ts')).EmergencyPage,
}));

const HisPage = lazy(async () => ({ default: (await import('./his/index.ts')).HisPage }));
const SharedStudyPage = lazy(async () => ({
  default: (await import('./shared-study/index.ts')).SharedStudyPage,
}));
const SharingPage = lazy(async () => ({ default: (await import('./sharing/SharingPage.tsx')).SharingPage }));

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
            <Route path="/his" element={<HisPage />} />
            <Route path="/audit" element={<AuditPage />} />
            <Route path="/people" element={<PeoplePage />} />
            <Route path="/s/:id" element={<SharedStudyPage />} />
            <Route path="/sharing" element={<SharingPage />} />
            <Route path="/rules" element={<RulesPage />} />
            <Route path="/keys" element={<KeysPage />} />
            <Route path="/sessions" element={<SessionsPage />} />
            <Route path="/emergencies" element={<EmergenciesPage />} />
            <Route path="/emergency" element={<EmergencyPage />} />
            <Route path="*" element={<Navigate to="/" replace />} />
          </Routes>
        </Suspense>
        <SignInGuard />
        <EmbedGuard />
        <VisitGuard />
      </Look>
    </BrowserRouter>
  );
}

const lightPages = ['/refused', '/sign-in', '/setup', '/account', '/emergency', ...sectionPaths];

/** Dark for reading, light for pages that are not. */
function Look({ children }: { children: ReactNode }) {
  const { pathname } = useLocation();
  const isLight = lightPages.includes(pathname) || linkedId(pathname) !== undefined;
  return <UiProvider colorScheme={isLight ? 'light' : 'dark'}>{children}</UiProvider>;
}

/** The worklist, which uses its idle time to get ready what the reading room will need. */
function Worklist({ imaging }: { imaging: Imaging }) {
  const visit = useVisit();
  const isVisited = visit !== undefined;
  useEffect(() => (isVisited ? undefined : imaging.warmUp()), [imaging, isVisited]);
  useEffect(() => sessionKeeper().begin(), []);
  // Who came by a link has a page of their own instead of a list.
  return visit ? <Navigate to={`/s/${visit.id}`} replace /> : <WorklistPage />;
}
