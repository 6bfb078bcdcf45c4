import { lazy, Suspense, useEffect } from 'react';
import { BrowserRouter, Navigate, Route, Routes } from 'react-router';
import type { Imaging, Opening } from '../imaging/index.ts';
import { UiProvider } from '../ui/index.ts';

const WorklistPage = lazy(async () => ({ default: (await import('./worklist/index.ts')).WorklistPage }));
const ReadingRoomPage = lazy(async () => ({
  default: (await import('./reading-room/index.ts')).ReadingRoomPage,
}));

const MonitorTestPage = lazy(async () => ({
  default: (await import('./monitor-test/index.ts')).MonitorTestPage,
}));

export interface AppProps {
  imaging: Imaging;
  opening: Opening | undefined;
}

/** The pages and their addresses. */
export function App({ imaging, opening }: AppProps) {
  return (
    <UiProvider>
      <BrowserRouter>
        <Suspense fallback={null}>
          <Routes>
            <Route path="/" element={<Worklist imaging={imaging} />} />
            <Route path="/viewer" element={<ReadingRoomPage imaging={imaging} opening={opening} />} />
            <Route path="/monitor-test" element={<MonitorTestPage />} />
            <Route path="*" element={<Navigate to="/" replace />} />
          </Routes>
        </Suspense>
      </BrowserRouter>
    </UiProvider>
  );
}

/** The worklist, which uses its idle time to get ready what the reading room will need. */
function Worklist({ imaging }: { imaging: Imaging }) {
  useEffect(() => imaging.warmUp(), [imaging]);
  return <WorklistPage />;
}
