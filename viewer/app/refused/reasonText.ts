import type { RefusedFile } from '../../dicomweb/index.ts';
import type { useTranslation } from '../../i18n/index.ts';

type Translate = ReturnType<typeof useTranslation<'refused'>>['t'];

/** Why a file was refused, in the reader's language; what the archive itself says stays as it is, behind it. */
export function reasonText({ code, text, details = {} }: RefusedFile['refusal'], t: Translate): string {
  switch (code) {
    case 'cut':
      if (details.tag === undefined) return t('reason.cutHeader');
      return details.missingBytes === undefined ? t('reason.cut', details) : t('reason.cutBytes', details);
    case 'not-dicom':
    case 'unreadable':
    case 'no-uids':
    case 'directory':
    case 'no-patient-object':
    case 'other-study':
    case 'other-file-there':
    case 'archive-full':
      return t(`reason.${code}`, details);
    case 'archive-refuses':
    case 'archive-failed':
      return `${t(`reason.${code}`)} (${String(details.reason ?? text)})`;
    default:
      return text;
  }
}
