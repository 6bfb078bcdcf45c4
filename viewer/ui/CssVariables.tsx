import {
  convertCssVariables,
  deepMerge,
  defaultCssVariablesResolver,
  useMantineCssVariablesResolver,
  useMantineTheme,
} from '@mantine/core';
import { useInsertionEffect, useMemo } from 'react';

/**
 * Mantine's variables and ours, as a style sheet that is constructed: Mantine itself writes a style element, which the policy of the
 * page does not let stand.
 */
export function CssVariables() {
  const theme = useMantineTheme();
  const resolver = useMantineCssVariablesResolver();
  const text = useMemo(() => {
    const variables = defaultCssVariablesResolver(theme);
    return schemes + convertCssVariables(resolver ? deepMerge(variables, resolver(theme)) : variables);
  }, [theme, resolver]);
  useInsertionEffect(() => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(text);
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
    return () => {
      document.adoptedStyleSheets = document.adoptedStyleSheets.filter((one) => one !== sheet);
    };
  }, [text]);
  return null;
}

const schemes = convertCssVariables({
  variables: {},
  dark: { '--mantine-color-scheme': 'dark' },
  light: { '--mantine-color-scheme': 'light' },
});
