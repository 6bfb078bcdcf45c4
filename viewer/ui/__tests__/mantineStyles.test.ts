import { existsSync, globSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

/** Beside their own; Mantine's documentation lists them. */
const further: Readonly<Record<string, readonly string[]>> = {
  Checkbox: ['InlineInput'],
  RangeSlider: ['Slider'],
  SegmentedControl: ['FloatingIndicator'],
};

const styleOf = (component: string): string => `@mantine/core/styles/${component}.layer.css`;
const everywhere = readFileSync('viewer/ui/mantineStyles.ts', 'utf8');

it('brings the style of each component where it is used', () => {
  const used = globSync('viewer/**/*.tsx').flatMap((path) => {
    const text = readFileSync(path, 'utf8');
    const names = [...text.matchAll(/import \{([^}]*)\} from '@mantine\/core'/g)].flatMap(([, list = '']) =>
      list.split(',').map((name) => name.trim()),
    );
    return names.flatMap((name) =>
      [name, ...(further[name] ?? [])].map((component) => ({ path, text, component })),
    );
  });
  const needed = used.filter(({ component }) => existsSync(`node_modules/${styleOf(component)}`));
  expect(needed.length).toBeGreaterThan(50);
  const bare = needed.filter(
    ({ text, component }) => !text.includes(styleOf(component)) && !everywhere.includes(styleOf(component)),
  );
  expect(bare.map(({ path, component }) => `${path}: ${component}`)).toEqual([]);
});
