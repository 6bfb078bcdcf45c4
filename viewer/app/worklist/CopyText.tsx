import { IconCheck, IconCopy } from '@tabler/icons-react';
import { useClipboard } from '@mantine/hooks';
import { useTranslation } from '../../i18n/index.ts';
import { IconButton } from '../../ui/index.ts';
import classes from './Preview.module.css';

/** A short text, selectable, with a button that copies it. */
export function CopyText({ text, label }: { text: string; label: string }) {
  const { t } = useTranslation();
  const { copy, copied } = useClipboard({ timeout: 1500 });
  return (
    <span className={classes.copy}>
      {text}
      <IconButton
        size="xs"
        label={copied ? t('copied') : label}
        icon={copied ? <IconCheck size={14} /> : <IconCopy size={14} />}
        onClick={() => copy(text)}
      />
    </span>
  );
}
