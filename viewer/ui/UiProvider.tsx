import { MantineProvider } from '@mantine/core';
import type { ReactNode } from 'react';
import './mantineStyles.ts';
import './base.css';
import type { ColorScheme } from './palette.ts';
import { cssVariablesResolver, theme } from './theme.ts';

export interface UiProviderProps {
  /** `dark` (default) for reading, `light` for pages that are not: administration, sharing. */
  colorScheme?: ColorScheme;
  children: ReactNode;
}

/** The look of everything inside: theme, colours as `--yy-*` variables, base styles. Once, around the app. */
export function UiProvider({ colorScheme = 'dark', children }: UiProviderProps) {
  return (
    <MantineProvider theme={theme} cssVariablesResolver={cssVariablesResolver} forceColorScheme={colorScheme}>
      {children}
    </MantineProvider>
  );
}
