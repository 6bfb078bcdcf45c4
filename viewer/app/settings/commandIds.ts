/** Everything a key can do in the reading room, with the chords it has unless the reader chose others. */
export const defaultKeys = {
  'tool.window': ['W'],
  'tool.pan': ['P'],
  'tool.zoom': ['Z'],
  'tool.scroll': ['S'],
  'tool.rotate': ['Shift+R'],
  'tool.window-region': ['Shift+W'],
  'tool.magnify': ['M'],
  'tool.crosshair': ['Shift+C'],
  'tool.length': ['L'],
  'tool.angle': ['A'],
  'tool.cobb': ['C'],
  'tool.bidirectional': ['B'],
  'tool.ellipse': ['E'],
  'tool.rectangle': ['R'],
  'tool.freehand': ['D'],
  'tool.probe': ['Q'],
  'tool.arrow': ['T'],
  'tool.profile': ['Shift+L'],
  'slice.previous': ['ArrowUp', 'ArrowLeft'],
  'slice.next': ['ArrowDown', 'ArrowRight'],
  'slice.pageUp': ['PageUp'],
  'slice.pageDown': ['PageDown'],
  'slice.first': ['Home'],
  'slice.last': ['End'],
  'series.previous': ['['],
  'series.next': [']'],
  'cine.toggle': ['Space'],
  'cine.slower': ['-'],
  'cine.faster': ['+', '='],
  'display.invert': ['I'],
  'display.flipHorizontal': ['H'],
  'display.flipVertical': ['V'],
  'display.rotateLeft': [','],
  'display.rotateRight': ['.'],
  'display.oneToOne': ['O'],
  'display.interpolation': ['Shift+I'],
  'display.overlays': ['Shift+O'],
  'display.shutter': ['Shift+H'],
  'display.reset': ['F'],
  'display.fusion': ['G'],
  'display.fused': ['Shift+G'],
  'layout.volume3d': ['Shift+V'],
  'layout.maximise': ['Enter'],
  'layout.nextViewport': ['N'],
  'layout.previousViewport': ['Shift+N'],
  'layout.referenceLines': ['X'],
  'layout.report': ['Shift+B'],
  'preset.0': ['0'],
  'preset.1': ['1'],
  'preset.2': ['2'],
  'preset.3': ['3'],
  'preset.4': ['4'],
  'preset.5': ['5'],
  'preset.6': ['6'],
  'preset.7': ['7'],
  'preset.8': ['8'],
  'preset.9': ['9'],
  'edit.undo': ['Ctrl+Z'],
  'edit.redo': ['Ctrl+Y', 'Ctrl+Shift+Z'],
  'edit.keyImage': ['K'],
  'edit.save': ['Ctrl+S'],
  'help.keys': ['?'],
  'help.settings': ['Shift+S'],
} as const satisfies Record<string, readonly string[]>;

export type CommandId = keyof typeof defaultKeys;

export const commandIds = Object.keys(defaultKeys) as CommandId[];

export const isCommandId = (value: string): value is CommandId => Object.hasOwn(defaultKeys, value);

export type CommandGroup = CommandId extends `${infer Group}.${string}` ? Group : never;

/** `tool.window` -> `tool` */
export const groupOf = (command: CommandId): CommandGroup =>
  command.slice(0, command.indexOf('.')) as CommandGroup;

/** The number of a preset's key; undefined for other commands. */
export function presetNumber(command: CommandId): number | undefined {
  const digit = /^preset\.(\d)$/.exec(command)?.[1];
  return digit === undefined ? undefined : Number(digit);
}
