import { MantineProvider } from '@mantine/core';
import type { ReactNode } from 'react';
import './mantineStyles.ts';
import './base.css';
import { CssVariables } from './CssVariables.tsx';
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
      // Both would be style elements. Its classes that hide by the width of the window are not used.
      withCssVariables={false}
      withGlobalClasses={false}
    >
      <CssVariables />
      {children}
    </MantineProvider>
  );
}
