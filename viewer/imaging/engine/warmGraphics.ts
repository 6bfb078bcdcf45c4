/** The page waits while a worker ends that has had a context: not while it draws its first images. */
const restsMs = 10_000;

/**
 * Has the browser start its graphics process while the engine's script is on its way: the first WebGL context of a page may take
 * half a second, which a worker can wait for and the page need not. Where a worker cannot have one, nothing is gained or lost.
 */
export function warmGraphics(): void {
  const worker = new Worker(new URL('./graphics.worker.ts', import.meta.url), { type: 'module' });
  worker.onmessage = worker.onerror = () => setTimeout(() => worker.terminate(), restsMs);
}
