/** Colours of 0 … 255 steps: `[red, green, blue]` each 0 … 255. */
export type Rgb = readonly [number, number, number];

/** 256 colours, three bytes each. */
export type ColourTable = Uint8Array<ArrayBuffer>;

type Knots = readonly (readonly [index: number, value: number])[];

interface Palette {
  red: Knots;
  green: Knots;
  blue: Knots;
  rounding: (value: number) => number;
}

/** A step holds from its index until the next. */
const steps = (...pairs: [number, number][]): Knots =>
  pairs.flatMap(([index, value], at) => [
    [index, value] as const,
    [(pairs[at + 1]?.[0] ?? 256) - 1, value] as const,
  ]);

/**
 * The well-known palettes of PS3.6 B.1, by the corners of their curves: between them the standard's tables are straight lines,
 * rounded as given.
 */
const palettes = {
  hotIron: {
    red: [
      [0, 0],
      [127, 254],
      [128, 255],
      [255, 255],
    ],
    green: [
      [0, 0],
      [128, 0],
      [255, 255],
    ],
    blue: [
      [0, 0],
      [191, 0],
      [254, 252],
      [255, 255],
    ],
    rounding: Math.floor,
  },
  pet: {
    red: [
      [0, 0],
      [64, 1],
      [106, 85],
      [192, 255],
      [255, 255],
    ],
    green: [
      [0, 0],
      [63, 128],
      [128, 0],
      [255, 255],
    ],
    blue: [
      [0, 0],
      [128, 255],
      [129, 252],
      [192, 0],
      [255, 255],
    ],
    rounding: Math.floor,
  },
  hotMetalBlue: {
    red: [
      [0, 0],
      [85, 0],
      [102, 50],
      [119, 90],
      [153, 190],
      [170, 255],
      [255, 255],
    ],
    green: [
      [0, 0],
      [119, 0],
      [238, 224],
      [255, 255],
    ],
    blue: [
      [0, 0],
      [17, 33],
      [42, 83],
      [43, 84],
      [76, 149],
      [93, 183],
      [94, 184],
      [102, 200],
      [119, 150],
      [136, 50],
      [153, 0],
      [170, 0],
      [238, 200],
      [255, 255],
    ],
    rounding: Math.round,
  },
  pet20Step: {
    red: steps(
      [0, 0],
      [13, 96],
      [26, 48],
      [51, 80],
      [64, 96],
      [77, 112],
      [90, 128],
      [102, 48],
      [128, 80],
      [141, 64],
      [153, 224],
      [166, 208],
      [204, 192],
      [217, 176],
      [230, 255],
    ),
    green: steps(
      [0, 0],
      [26, 48],
      [51, 80],
      [64, 96],
      [77, 112],
      [90, 128],
      [102, 96],
      [115, 144],
      [128, 192],
      [141, 224],
      [166, 208],
      [179, 176],
      [192, 144],
      [204, 96],
      [217, 48],
      [230, 0],
      [243, 255],
    ),
    blue: steps(
      [0, 0],
      [13, 80],
      [39, 112],
      [51, 128],
      [64, 176],
      [77, 192],
      [90, 224],
      [102, 48],
      [128, 80],
      [141, 64],
      [153, 80],
      [166, 96],
      [179, 64],
      [192, 0],
      [243, 255],
    ),
    rounding: Math.round,
  },
  /** Not of the standard: from blue over cyan, green and yellow to red. */
  rainbow: {
    red: [
      [0, 0],
      [127, 0],
      [191, 255],
      [255, 255],
    ],
    green: [
      [0, 0],
      [64, 255],
      [191, 255],
      [255, 0],
    ],
    blue: [
      [0, 255],
      [64, 255],
      [127, 0],
      [255, 0],
    ],
    rounding: Math.round,
  },
  grey: {
    red: [
      [0, 0],
      [255, 255],
    ],
    green: [
      [0, 0],
      [255, 255],
    ],
    blue: [
      [0, 0],
      [255, 255],
    ],
    rounding: Math.round,
  },
} as const satisfies Record<string, Palette>;

export type ColourMapName = keyof typeof palettes;

export const colourMapNames = Object.keys(palettes) as ColourMapName[];

export const isColourMap = (name: string): name is ColourMapName => Object.hasOwn(palettes, name);

const tables = new Map<ColourMapName, ColourTable>();

/** The 256 colours of a map, from the least value to the greatest. */
export function colourTable(name: ColourMapName): ColourTable {
  const known = tables.get(name);
  if (known) return known;
  const { rounding, ...curves }: Palette = palettes[name];
  const table = new Uint8Array(256 * 3);
  [curves.red, curves.green, curves.blue].forEach((knots, channel) => {
    for (let index = 0; index < 256; index++)
      table[3 * index + channel] = rounding(valueAt(knots, index) + 1e-9);
  });
  tables.set(name, table);
  return table;
}

function valueAt(knots: Knots, index: number): number {
  const after = knots.findIndex(([at]) => at >= index);
  const [end, value] = knots[after] as readonly [number, number];
  const before = knots[after - 1];
  if (end === index || !before) return value;
  return before[1] + ((value - before[1]) * (index - before[0])) / (end - before[0]);
}
