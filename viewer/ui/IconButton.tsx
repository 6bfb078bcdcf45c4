import { ActionIcon, type ActionIconProps } from '@mantine/core';
import type { ComponentPropsWithRef, ReactNode } from 'react';
import { Tooltip } from './Tooltip.tsx';

export interface IconButtonProps
  extends Omit<ActionIconProps, 'children'>, Omit<ComponentPropsWithRef<'button'>, keyof ActionIconProps> {
  /** What it does, in the reader's language: tooltip and accessible name. */
  label: string;
  /** The key that does the same, shown in the tooltip: `W`, `Ctrl+Z`. */
  shortcut?: string;
  /** A tool that is on: drawn in the accent colour, told to assistive technology. */
  active?: boolean;
  icon: ReactNode;
}

/** A button that is an icon, with a tooltip that names it and its key. */
export function IconButton({ label, shortcut, active, icon, ...rest }: IconButtonProps) {
  return (
    <Tooltip label={label} {...(shortcut !== undefined && { shortcut })}>
      <ActionIcon
        {...(active !== undefined && {
          'aria-pressed': active,
          variant: active ? 'light' : 'subtle',
          color: active ? 'accent' : 'gray',
        })}
        aria-label={label}
        aria-keyshortcuts={shortcut?.replaceAll('Ctrl', 'Control')}
        {...rest}
      >
        {icon}
      </ActionIcon>
    </Tooltip>
  );
}
