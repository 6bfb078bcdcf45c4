import { describe, expect, it } from 'vitest';
import { contrastRatio, relativeLuminance } from '../contrast.ts';
import { groundColours, palettes, textColours } from '../palette.ts';

describe('contrast', () => {
  it('is 21 for black on white and 1 for equal colours', () => {
    expect(contrastRatio('#000000', '#ffffff')).toBeCloseTo(21, 10);
    expect(contrastRatio('#777777', '#777777')).toBe(1);
  });

  it('agrees with published values', () => {
    // WebAIM's contrast checker: #777777 on white 4.48, blue on white 8.59.
    expect(contrastRatio('#777777', '#ffffff')).toBeCloseTo(4.48, 2);
    expect(contrastRatio('#ffffff', '#0000ff')).toBeCloseTo(8.59, 2);
    expect(relativeLuminance('#ff0000')).toBeCloseTo(0.2126, 4);
  });
});

describe.each(['dark', 'light'] as const)('palette %s', (scheme) => {
  const palette = palettes[scheme];

  it.each(textColours.flatMap((text) => groundColours.map((ground) => [text, ground] as const)))(
    '%s on %s is at least 4.5:1',
    (text, ground) => {
      expect(contrastRatio(palette[text], palette[ground])).toBeGreaterThanOrEqual(4.5);
    },
  );

  it('text on the accent colour is at least 4.5:1', () => {
    expect(contrastRatio(palette.onAccent, palette.accent)).toBeGreaterThanOrEqual(4.5);
  });

  it('the focus ring stands out from every ground by 3:1', () => {
    for (const ground of groundColours)
      expect(contrastRatio(palette.accent, palette[ground])).toBeGreaterThanOrEqual(3);
  });
});

describe('image ground', () => {
  it('is pure black in both schemes', () => {
    expect([palettes.dark.imageGround, palettes.light.imageGround]).toEqual(['#000000', '#000000']);
  });
});
