import { DicomwebError } from '../../dicomweb/index.ts';
import type { useTranslation } from '../../i18n/index.ts';

type Translate = ReturnType<typeof useTranslation<['sharing', 'common']>>['t'];

/** Why sharing did not work, for who shares. */
export function shareProblem(error: unknown, t: Translate): string {
  if (!(error instanceof DicomwebError)) return String(error);
  const { code, message } = error;
  if (code === 'sms-not-configured' || code === 'changed-meanwhile' || code === 'network')
    return t(`problem.${code}`);
  if (code === 'not-permitted' || code === 'study-not-found') return t('problem.not-permitted');
  if (code === 'not-allowed') return t('problem.not-allowed', { reason: message });
  return t('problem.unexpected', { reason: message });
}
