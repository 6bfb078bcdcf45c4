import type { ReactNode } from 'react';
import classes from './Message.module.css';

export interface MessageProps {
  /** `error` is announced at once and drawn in red; `empty` is calm. */
  kind: 'empty' | 'error';
  icon?: ReactNode;
  /** What happened. */
  title: string;
  /** What is safe, what to do. */
  children?: ReactNode;
  /** Buttons that do it. */
  actions?: ReactNode;
}

/** What a place says that has nothing else to show: empty or failed. Fills and centres itself in its container. */
export function Message({ kind, icon, title, children, actions }: MessageProps) {
  return (
    <div className={classes.message} data-kind={kind} role={kind === 'error' ? 'alert' : 'status'}>
      {icon !== undefined && <div className={classes.icon}>{icon}</div>}
      <h2 className={classes.title}>{title}</h2>
      {children !== undefined && <div className={classes.body}>{children}</div>}
      {actions !== undefined && <div className={classes.actions}>{actions}</div>}
    </div>
  );
}
