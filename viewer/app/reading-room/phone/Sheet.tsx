import { IconX } from '@tabler/icons-react';
import { useEffect, useRef, type ReactNode } from 'react';
import { useTranslation } from '../../../i18n/index.ts';
import { IconButton } from '../../../ui/index.ts';
import classes from './Sheet.module.css';

export interface SheetProps {
  title: string;
  onClose: () => void;
  children: ReactNode;
}

/** A panel from the lower edge; a tap on what is left of the image closes it. */
export function Sheet({ title, onClose, children }: SheetProps) {
  const { t } = useTranslation('common');
  const sheet = useRef<HTMLDialogElement>(null);
  useEffect(() => sheet.current?.showModal(), []);
  return (
    <dialog
      ref={sheet}
      className={classes.sheet}
      aria-label={title}
      onClose={onClose}
      onClick={(event) => event.target === sheet.current && onClose()}
    >
      <div className={classes.content}>
        <header>
          <h2>{title}</h2>
          <IconButton
            label={t('close')}
            icon={<IconX size={20} stroke={1.6} aria-hidden />}
            onClick={onClose}
          />
        </header>
        {children}
      </div>
    </dialog>
  );
}
