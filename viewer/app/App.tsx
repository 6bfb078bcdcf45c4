import { lazy, Suspense, useEffect, type ReactNode } from 'react';
import { BrowserRouter, Navigate, Route, Routes, useLocation } from 'react-router';
import type { Imaging, Opening } from '../imaging/index.ts';
import { UiProvider } from '../ui/index.ts';

const WorklistPage = lazy(async () => ({ default: (await import('./worklist/index.ts')).WorklistPage }));
const ReadingRoomPage = lazy(async () => ({
  default: (await import('./reading-room/index.ts')).ReadingRoomPage,
}));

const MonitorTestPage = lazy(async () => ({
  default: (await import('./monitor-test/index.ts')).MonitorTestPage,
}));

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
            <Route path="*" element={<Navigate to="/" replace />} />
          </Routes>
        </Suspense>
      </Look>
    </BrowserRouter>
  );
}

/** Dark for reading, light for pages that are not. */
function Look({ children }: { children: ReactNode }) {
  const { pathname } = useLocation();
  return <UiProvider colorScheme={pathname === '/refused' ? 'light' : 'dark'}>{children}</UiProvider>;
}

/** The worklist, which uses its idle time to get ready what the reading room will need. */
function Worklist({ imaging }: { imaging: Imaging }) {
  useEffect(() => imaging.warmUp(), [imaging]);
  return <WorklistPage />;
}
