import { ArchiveProblem } from './ArchiveProblem.ts';
import { basicAuthorization, getJson } from './waitUntilReady.ts';
import type { Credentials } from './credentials.ts';

/**
 * Makes sure that an Orthanc with the DICOMweb plugin answers at `url` (GET /plugins).
 * Throws ArchiveProblem that names what is wrong: no answer, credentials refused, plugin missing.
 */
export async function checkOrthanc(url: string, credentials?: Credentials): Promise<void> {
  let response: Response;
  try {
    const headers = credentials ? { authorization: basicAuthorization(credentials) } : undefined;
    response = await fetch(new URL('system', url.endsWith('/') ? url : `${url}/`), {
      headers,
      redirect: 'manual',
      signal: AbortSignal.timeout(10_000),
    });
    await response.body?.cancel();
  } catch (error) {
    const cause = (error as Error).cause;
    const why = cause instanceof Error ? cause.message : (error as Error).message;
    throw new ArchiveProblem(
      `The Orthanc at ORTHANC_URL=${url} does not answer (${why}).`,
      'Start it, correct ORTHANC_URL, or unset ORTHANC_URL to let Yunying run an Orthanc of its own.',
    );
  }
  if (response.status === 401 || response.status === 403) {
    throw new ArchiveProblem(
      `The Orthanc at ORTHANC_URL=${url} refuses the credentials (HTTP ${response.status}).`,
      'Set ORTHANC_USERNAME and ORTHANC_PASSWORD to one of its RegisteredUsers; a 403 can also mean RemoteAccessAllowed is false there.',
    );
  }
  if (response.status !== 200) {
    throw new ArchiveProblem(
      `What answers at ORTHANC_URL=${url} is not an Orthanc (HTTP ${response.status} for /system).`,
      'Correct ORTHANC_URL: it is the root of its REST API, for example http://127.0.0.1:8042.',
    );
  }
  const plugins = await getJson(`${url.replace(/\/$/, '')}/plugins`, credentials).catch(() => []);
  if (!Array.isArray(plugins) || !plugins.includes('dicom-web')) {
    throw new ArchiveProblem(
      `The Orthanc at ${url} has no DICOMweb plugin.`,
      'Install it there (Debian: orthanc-dicomweb) and restart that Orthanc.',
    );
  }
}
