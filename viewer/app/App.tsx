import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { lazy, Suspense } from 'react';
import { BrowserRouter, Navigate, Route, Routes } from 'react-router';
import type { Imaging, Opening } from '../imaging/index.ts';
import { UiProvider } from '../ui/index.ts';
import { ReadingRoomPage } from './reading-room/index.ts';

const WorklistPage = lazy(async () => ({ default: (await import('./worklist/index.ts')).WorklistPage }));

const queryClient = new QueryClient();

export interface AppProps {
  imaging: Imaging;
  opening: Opening | undefined;
}

/** The pages and their addresses. */
export function App({ imaging, opening }: AppProps) {
  return (
    <UiProvider>
      <QueryClientProvider client={queryClient}>
        <BrowserRouter>
          <Suspense fallback={null}>
            <Routes>
              <Route path="/" element={<WorklistPage />} />
              <Route path="/viewer" element={<ReadingRoomPage imaging={imaging} opening={opening} />} />
              <Route path="*" element={<Navigate to="/" replace />} />
            </Routes>
          </Suspense>
        </BrowserRouter>
      </QueryClientProvider>
    </UiProvider>
  );
}
