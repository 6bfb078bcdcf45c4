import { useEffect, useRef, type FocusEvent, type PointerEvent, type ReactNode } from 'react';
import { KeyHint } from './KeyHint.tsx';
import { placeNear } from './placeNear.ts';
import classes from './Tooltip.module.css';

export interface TooltipProps {
  label: ReactNode;
  /** The key that does the same as what is pointed at: `W`, `Ctrl+Z`. */
  shortcut?: string;
  /** One element; its accessible name is its own matter, the tooltip is for the eye only. */
  children: ReactNode;
}

const openDelayMs = 400;

/**
 * Names what the pointer rests on, or what the keyboard has brought the focus to. Lies in the browser's top layer
 * (`popover`), so nothing clips or covers it. Touch shows none.
 */
export function Tooltip({ label, shortcut, children }: TooltipProps) {
  const tip = useRef<HTMLSpanElement>(null);
  const anchor = useRef<HTMLSpanElement>(null);
  const timer = useRef<number>(undefined);

  const show = () => {
    const target = anchor.current?.firstElementChild;
    if (!target?.isConnected || !tip.current || tip.current.matches(':popover-open')) return;
    tip.current.showPopover();
    placeNear(tip.current, target, 'centre');
  };
  const hide = () => {
    window.clearTimeout(timer.current);
    if (tip.current?.matches(':popover-open')) tip.current.hidePopover();
  };
  useEffect(() => () => window.clearTimeout(timer.current), []);

  return (
    <span
      ref={anchor}
      className={classes.anchor}
      onPointerEnter={(event: PointerEvent) => {
        if (event.pointerType === 'mouse') timer.current = window.setTimeout(show, openDelayMs);
      }}
      onPointerLeave={hide}
      onPointerDown={hide}
      onFocus={(event: FocusEvent) => event.target.matches(':focus-visible') && show()}
      onBlur={hide}
      onKeyDown={hide}
    >
      {children}
      <span ref={tip} popover="manual" className={classes.tip} aria-hidden>
        {label}
        {shortcut !== undefined && <KeyHint keys={shortcut} />}
      </span>
    </span>
  );
}
