/**
 * The colours of UI.md by what they are for. Two schemes: `dark` for reading, `light` for pages that are not.
 * Every text colour is legible (WCAG contrast of at least 4.5:1) on every ground of its scheme: tested.
 */
export interface Palette {
  /** Behind images; pure black in both schemes. */
  imageGround: string;
  /** The page behind panels. */
  ground: string;
  /** Panels, bars, table. */
  panel: string;
  /** What lies above panels: menus, popovers, inputs. */
  raised: string;
  /** A row or control under the pointer. */
  hover: string;
  /** The selected row. */
  selected: string;
  /** Hairlines between panels and rows. */
  line: string;
  /** Borders of controls. */
  border: string;
  text: string;
  /** Second-rank text: labels, units, secondary names. */
  dim: string;
  /** What is active: the one accent colour. */
  accent: string;
  /** Text on a ground of `accent`. */
  onAccent: string;
  /** Prior studies and warnings. */
  prior: string;
  /** What a reader has measured and marked on images: unlike any grey, and unlike the other colours. */
  mark: string;
  /** Errors only. */
  error: string;
}

export type ColorScheme = 'dark' | 'light';

export const palettes: Record<ColorScheme, Palette> = {
  dark: {
    imageGround: '#000000',
    ground: '#0c0d0e',
    panel: '#131416',
    raised: '#1b1d1f',
    hover: '#1f2124',
    selected: '#16303c',
    line: '#24262a',
    border: '#3a3d42',
    text: '#e2e4e6',
    dim: '#a0a4aa',
    accent: '#56b4e0',
    onAccent: '#06141c',
    prior: '#e8b04a',
    mark: '#8fe3a8',
    error: '#ff8a80',
  },
  light: {
    imageGround: '#000000',
    ground: '#f3f4f5',
    panel: '#ffffff',
    raised: '#ffffff',
    hover: '#eef0f2',
    selected: '#dceef8',
    line: '#e1e4e7',
    border: '#b9bfc6',
    text: '#16191c',
    dim: '#565d65',
    accent: '#0b6592',
    onAccent: '#ffffff',
    prior: '#7d5200',
    mark: '#1d6b38',
    error: '#b3261e',
  },
};

export const textColours = [
  'text',
  'dim',
  'accent',
  'prior',
  'mark',
  'error',
] as const satisfies (keyof Palette)[];
export const groundColours = [
  'ground',
  'panel',
  'raised',
  'hover',
  'selected',
] as const satisfies (keyof Palette)[];
