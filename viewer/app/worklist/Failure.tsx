import { Button } from '@mantine/core';
import { IconCloudOff } from '@tabler/icons-react';
import { DicomwebError } from '../../dicomweb/index.ts';
import { useTranslation } from '../../i18n/index.ts';
import { Message } from '../../ui/index.ts';
import classes from './Failure.module.css';

interface FailureProps {
  error: Error;
  retry: () => void;
  retrying: boolean;
  /** One line, where something else is the main thing. */
  compact?: boolean;
}

/** What went wrong with a request, what is safe, and what happens next. */
export function Failure({ error, retry, retrying, compact = false }: FailureProps) {
  const { t } = useTranslation();
  const { title, detail, code } = useFailureTexts(error);
  const button = (
    <Button variant="default" size="compact-sm" onClick={retry} disabled={retrying}>
      {retrying ? t('errors.retryingNow') : t('retry')}
    </Button>
  );
  if (compact) {
    return (
      <div className={classes.line} role="alert">
        <IconCloudOff size={16} aria-hidden />
        <span title={detail}>{title}</span>
        {button}
      </div>
    );
  }
  return (
    <Message kind="error" icon={<IconCloudOff size={36} stroke={1.5} />} title={title} actions={button}>
      <p>{detail}</p>
      {code !== undefined && <p>{t('errors.code', { code })}</p>}
    </Message>
  );
}

function useFailureTexts(error: Error): { title: string; detail: string; code?: string } {
  const { t } = useTranslation();
  if (error instanceof DicomwebError) {
    if (error.status === 0) return { title: t('errors.network'), detail: t('errors.networkDetail') };
    if (error.isTemporary) return { title: t('errors.archiveDown'), detail: t('errors.archiveDownDetail') };
    if (error.status === 401 || error.status === 403)
      return { title: t('errors.forbidden'), detail: error.message };
    return {
      title: t('errors.unexpected'),
      detail: t('errors.unexpectedDetail'),
      code: `${error.status} ${error.code}`,
    };
  }
  return { title: t('errors.unexpected'), detail: t('errors.unexpectedDetail'), code: error.message };
}
