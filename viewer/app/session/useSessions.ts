import { useCallback, useEffect, useState } from 'react';
import { endSession, type ListedSession } from '../../identity/index.ts';

/** A list of sessions that can be ended, one by one. @param load the same function as long as the list is the same */
export function useSessions(load: (signal: AbortSignal) => Promise<ListedSession[]>) {
  const [sessions, setSessions] = useState<readonly ListedSession[]>();
  const [problem, setProblem] = useState<string>();
  const [ending, setEnding] = useState<ReadonlySet<string>>(new Set());

  const reload = useCallback(
    (signal: AbortSignal) =>
      load(signal).then(setSessions, (error: unknown) => {
        if (!signal.aborted) setProblem(error instanceof Error ? error.message : String(error));
      }),
    [load],
  );
  useEffect(() => {
    const abort = new AbortController();
    void reload(abort.signal);
    return () => abort.abort();
  }, [reload]);

  const end = async ({ id }: ListedSession): Promise<void> => {
    setEnding((before) => new Set(before).add(id));
    setProblem(undefined);
    try {
      await endSession(id);
      setSessions((before) => before?.filter((one) => one.id !== id));
    } catch (error) {
      setProblem(error instanceof Error ? error.message : String(error));
    }
    setEnding((before) => new Set([...before].filter((one) => one !== id)));
  };
  return { sessions, problem, ending, end, clear: () => setSessions([]) };
}
