import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { discardRefused, listRefused, retryRefused } from '../../dicomweb/index.ts';

export type Work =
  | { kind: 'running'; done: number; total: number }
  | { kind: 'stored'; stored: number; refused: number }
  | { kind: 'discarded'; count: number }
  | { kind: 'failed'; error: Error };

/** The files that were refused, and what can be done with some of them, one after the other. */
export function useRefused() {
  const queries = useQueryClient();
  const [work, setWork] = useState<Work>();
  const list = useQuery({ queryKey: ['refused'], queryFn: ({ signal }) => listRefused({ signal }) });

  const forEach = async (ids: readonly string[], act: (id: string) => Promise<void>, end: () => Work) => {
    try {
      for (const [done, id] of ids.entries()) {
        setWork({ kind: 'running', done, total: ids.length });
        await act(id);
      }
      setWork(end());
    } catch (error) {
      setWork({ kind: 'failed', error: error as Error });
    }
    await queries.invalidateQueries();
  };

  const retry = (ids: readonly string[], completeUids: boolean) => {
    let stored = 0;
    return forEach(
      ids,
      async (id) => {
        if (await retryRefused(id, completeUids)) stored += 1;
      },
      () => ({ kind: 'stored', stored, refused: ids.length - stored }),
    );
  };
  const discard = (ids: readonly string[]) =>
    forEach(
      ids,
      (id) => discardRefused(id),
      () => ({ kind: 'discarded', count: ids.length }),
    );

  return { list, work, retry, discard };
}
