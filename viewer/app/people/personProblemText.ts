import { DicomwebError } from '../../dicomweb/index.ts';
import type { useTranslation } from '../../i18n/index.ts';

const codes = ['login-taken', 'changed-meanwhile', 'last-administrator'] as const;

/** Why a change of a person was not made. */
export function personProblemText(
  error: unknown,
  t: ReturnType<typeof useTranslation<['people', 'signIn']>>['t'],
): string {
  const code = error instanceof DicomwebError ? codes.find((one) => one === error.code) : undefined;
  if (code) return t(`problem.${code}`);
  return t('problem.invalid', { reason: error instanceof Error ? error.message : String(error) });
}
