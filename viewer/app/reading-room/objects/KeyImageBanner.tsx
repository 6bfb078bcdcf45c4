import { IconKey } from '@tabler/icons-react';
import { codeMeaning, useLanguage, useTranslation } from '../../../i18n/index.ts';
import type { ViewState } from '../../../imaging/index.ts';
import classes from './KeyImageBanner.module.css';

/** Over key images of a Key Object Selection: why they were chosen, and what was written of them. */
export function KeyImageBanner({ state: { stack, frame } }: { state: ViewState }) {
  const { t } = useTranslation('objects');
  const language = useLanguage();
  if (!frame || !stack?.keyDocuments) return null;
  const documents = stack.keyDocuments.filter(({ imageIds }) => imageIds.has(frame.imageId));
  if (documents.length === 0) return null;
  return (
    <div className={classes.banner} data-testid="key-image-banner">
      <IconKey size={16} stroke={1.6} aria-hidden />
      {documents.map(({ sopInstanceUid, title, description, missing }) => (
        <span key={sopInstanceUid}>
          <strong>{codeMeaning(title, language) || t('keyImages.title')}</strong>
          {description && ` — ${description}`}
          {missing.length > 0 && <small> ({t('keyImages.missing', { count: missing.length })})</small>}
        </span>
      ))}
    </div>
  );
}
