import { DicomwebError } from '../../dicomweb/index.ts';
import type { useTranslation } from '../../i18n/index.ts';

const codes = ['too-many-tries', 'readable', 'no-such-study', 'audit-unavailable', 'not-allowed'] as const;

/** Why nothing was found or opened. */
export function emergencyProblemText(
  error: unknown,
  t: ReturnType<typeof useTranslation<'emergency'>>['t'],
): string {
  const code = error instanceof DicomwebError ? codes.find((one) => one === error.code) : undefined;
  return code
    ? t(`problem.${code}`)
    : t('problem.other', { reason: error instanceof Error ? error.message : String(error) });
}
