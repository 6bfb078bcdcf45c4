import { DicomwebError } from '../../dicomweb/index.ts';
import type { useTranslation } from '../../i18n/index.ts';

type Translate = ReturnType<typeof useTranslation<['shared', 'common']>>['t'];

/** Why something did not work, for who came by a link. */
export function problemOf(error: unknown, t: Translate): string {
  if (!(error instanceof DicomwebError)) return t('problem.unexpected', { code: String(error) });
  if (error.status === 429)
    return t('problem.tooMany', { minutes: Math.max(1, Math.ceil((error.retryAfterSeconds ?? 60) / 60)) });
  if (error.code === 'network') return t('problem.network');
  if (error.code === 'tls-needed') return t('problem.tls');
  return t('problem.unexpected', { code: error.code });
}
