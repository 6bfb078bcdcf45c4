import type { ObtainedArchive } from '../../dicomweb-proxy/index.ts';
import { loadDemoStudies } from '../demo-studies/index.ts';
import type { Progress } from './progress.mjs';

/** An archive somebody else runs gets demo patients only while it is empty. */
async function holdsStudies({ url, username, password }: ObtainedArchive): Promise<boolean> {
  const authorization = `Basic ${Buffer.from(`${username ?? ''}:${password ?? ''}`).toString('base64')}`;
  const response = await fetch(
    `${url}/statistics`,
    username === undefined ? {} : { headers: { authorization } },
  );
  const { CountStudies } = (await response.json()) as { CountStudies?: unknown };
  return CountStudies !== 0;
}

/** Loads the demo studies unless that was done before (the loader remembers it in DATA_DIR/demo). */
export async function loadDemo(options: {
  enabled: boolean;
  /** Whether the server asks who comes. */
  signIn: boolean;
  serverUrl: string;
  dataDir: string;
  archive: ObtainedArchive;
  progress: Progress;
  signal: AbortSignal;
}): Promise<void> {
  const { enabled, signIn, serverUrl, dataDir, archive, progress, signal } = options;
  if (!enabled) return;
  if (archive.kind === 'external' && (await holdsStudies(archive))) return;
  let step: ReturnType<Progress['step']> | undefined;
  try {
    await loadDemoStudies({
      url: serverUrl,
      dataDir,
      authorization: signIn ? await ownAuthorization(serverUrl, dataDir) : undefined,
      signal,
      onProgress: (done, total) => {
        step ??= progress.step('Loading the demo studies (first start only)');
        step.update(`${done} of ${total} images`);
      },
    });
    step?.done('a chest CT and its prior');
  } catch (error) {
    step?.fail();
    throw error;
  }
}

/** Imported when it is needed: where nobody signs in all of services/ stays out of memory. */
async function ownAuthorization(serverUrl: string, dataDir: string): Promise<string | undefined> {
  const { localAuthorization } = await import('../localAuthorization.ts');
  return localAuthorization(serverUrl, { dataDir, isOwn: true });
}
