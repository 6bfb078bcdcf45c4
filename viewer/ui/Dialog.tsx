import { IconX } from '@tabler/icons-react';
import { useEffect, useRef, type ReactNode } from 'react';
import classes from './Dialog.module.css';
import { IconButton } from './IconButton.tsx';

export interface DialogProps {
  opened: boolean;
  onClose: () => void;
  title: string;
  closeLabel: string;
  /** For lists in columns and forms. */
  wide?: boolean;
  children: ReactNode;
}

/** A modal dialog: the browser's own, so focus stays inside, Escape closes it and what lies behind is inert. */
export function Dialog({ opened, onClose, title, closeLabel, wide = false, children }: DialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    if (opened) {
      dialog.current?.showModal();
      // Else the button that closes it would have the focus.
      dialog.current?.querySelector<HTMLElement>('[data-autofocus]')?.focus();
    } else dialog.current?.close();
  }, [opened]);
  return (
    <dialog
      ref={dialog}
      className={classes.dialog}
      data-wide={wide}
      aria-label={title}
      onClose={onClose}
      onClick={(event) => event.target === dialog.current && onClose()}
    >
      {opened && (
        <div className={classes.content}>
          <header>
            <h2>{title}</h2>
            <IconButton
              label={closeLabel}
              icon={<IconX size={18} stroke={1.6} aria-hidden />}
              onClick={onClose}
            />
          </header>
          {children}
        </div>
      )}
    </dialog>
  );
}
