import {
  createTheme,
  mergeThemeOverrides,
  type CSSVariablesResolver,
  type MantineColorsTuple,
  type MantineThemeOverride,
} from '@mantine/core';
import { palettes, type ColorScheme, type Palette } from './palette.ts';

/** System fonts, the Chinese ones of each platform by name; no font is downloaded. */
export const fontFamily =
  'system-ui, -apple-system, "Segoe UI", Roboto, "PingFang SC", "Microsoft YaHei", "Noto Sans SC", "Noto Sans CJK SC", sans-serif';

const { dark, light } = palettes;

/** Mantine's scale from text (0) over borders (4) and hover (5) to the page (7), in our neutral greys. */
const darkScale: MantineColorsTuple = [
  dark.text,
  '#c3c6ca',
  dark.dim,
  '#8c9096',
  dark.border,
  '#26292c',
  dark.raised,
  dark.ground,
  '#090a0b',
  dark.imageGround,
];
const accentScale: MantineColorsTuple = [
  '#e6f4fb',
  '#cbe7f5',
  '#a3d5ee',
  '#7cc5e7',
  dark.accent,
  '#3a9dcb',
  '#1f81b0',
  light.accent,
  '#0a4d70',
  '#083a54',
];
const amberScale: MantineColorsTuple = [
  '#fdf4e1',
  '#fae6bd',
  '#f5d594',
  '#efc36d',
  dark.prior,
  '#d0962f',
  '#a87416',
  light.prior,
  '#5e3e00',
  '#402a00',
];

const base = createTheme({
  colors: { dark: darkScale, accent: accentScale, amber: amberScale },
  primaryColor: 'accent',
  black: light.text,
  autoContrast: true,
  fontFamily,
  fontSizes: { xs: '0.75rem', sm: '0.8125rem', md: '0.875rem', lg: '1rem', xl: '1.25rem' },
  lineHeights: { xs: '1.35', sm: '1.4', md: '1.45', lg: '1.5', xl: '1.4' },
  spacing: { xs: '0.25rem', sm: '0.5rem', md: '0.75rem', lg: '1rem', xl: '1.5rem' },
  radius: { xs: '2px', sm: '4px', md: '6px', lg: '8px', xl: '12px' },
  defaultRadius: 'sm',
  respectReducedMotion: true,
  cursorType: 'pointer',
  components: {
    Popover: { defaultProps: { transitionProps: { duration: 0 }, shadow: 'md' } },
    Menu: { defaultProps: { transitionProps: { duration: 0 }, shadow: 'md' } },
    Button: { defaultProps: { size: 'xs' } },
    ActionIcon: { defaultProps: { variant: 'subtle', color: 'gray', size: 'md' } },
  },
});

/** One theme for each scheme: the contrast of a button's text is computed for one shade only, so each has its own. */
export const themes: Record<ColorScheme, MantineThemeOverride> = {
  dark: mergeThemeOverrides(base, { primaryShade: 4 }),
  light: mergeThemeOverrides(base, { primaryShade: 7 }),
};

/** Gives every colour of the palette to style sheets, as `--yy-<name>` (`--yy-image-ground`), in the scheme that is on. */
export const cssVariablesResolver: CSSVariablesResolver = () => ({
  variables: {},
  dark: {
    ...paletteVariables(dark),
    '--mantine-color-dimmed': dark.dim,
    '--mantine-color-placeholder': darkScale[3],
    '--mantine-color-accent-light': dark.selected,
    '--mantine-color-accent-light-hover': dark.selected,
    '--mantine-color-accent-light-color': dark.accent,
    '--mantine-color-error': dark.error,
  },
  light: {
    ...paletteVariables(light),
    '--mantine-color-body': light.ground,
    '--mantine-color-dimmed': light.dim,
    '--mantine-color-error': light.error,
  },
});

function paletteVariables(palette: Palette): Record<string, string> {
  return Object.fromEntries(
    Object.entries(palette).map(([name, value]: [string, string]) => [
      `--yy-${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`,
      value,
    ]),
  );
}
