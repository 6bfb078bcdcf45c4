/**
 * Calls `onStop` at the first of: Ctrl-C, SIGTERM, the terminal closed, the process that started this one gone.
 * A further Ctrl-C after `impatienceMs` calls `onImpatience`; earlier ones are echoes, since the terminal, npm and
 * the bootstrap each pass the same one on.
 */
export function onStopRequest(
  onStop: (why: string) => void,
  onImpatience: () => void,
  impatienceMs = 2000,
): void {
  let firstAt: number | undefined;
  const ask = (why: string) => {
    if (firstAt === undefined) {
      firstAt = Date.now();
      onStop(why);
    } else if (Date.now() - firstAt > impatienceMs && why === 'SIGINT') {
      onImpatience();
    }
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => ask(signal));
  if (process.connected) process.once('disconnect', () => ask('disconnect'));
  process.channel?.unref();
}
