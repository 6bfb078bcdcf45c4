import { MantineProvider } from '@mantine/core';
import type { ReactNode } from 'react';
import './mantineStyles.ts';
import './base.css';
import type { ColorScheme } from './palette.ts';
import { cssVariablesResolver, themes } from './theme.ts';

export interface UiProviderProps {
  /** `dark` (default) for reading, `light` for pages that are not: administration, sharing. */
  colorScheme?: ColorScheme;
  children: ReactNode;
}

/** The look of everything inside: theme, colours as `--yy-*` variables, base styles. Once, around the app. */
export function UiProvider({ colorScheme = 'dark', children }: UiProviderProps) {
  return (
    <MantineProvider
      theme={themes[colorScheme]}
      cssVariablesResolver={cssVariablesResolver}
      forceColorScheme={colorScheme}
      // All variables are made here, so that the style sheet with the default ones need not be sent.
      deduplicateCssVariables={false}
    >
      {children}
    </MantineProvider>
  );
}
