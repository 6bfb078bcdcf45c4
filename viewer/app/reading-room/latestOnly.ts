/**
 * Calls `work` with the latest argument only, and not again before it has finished: for drags whose every step takes a
 * moment. What `work` rejects with is dropped, the next step follows anyway.
 */
export function latestOnly<Argument>(
  work: (argument: Argument) => Promise<void>,
): (argument: Argument) => void {
  let next: { argument: Argument } | undefined;
  let running = false;
  const run = async (): Promise<void> => {
    running = true;
    while (next) {
      const { argument } = next;
      next = undefined;
      await work(argument).catch(() => undefined);
    }
    running = false;
  };
  return (argument) => {
    next = { argument };
    if (!running) void run();
  };
}
