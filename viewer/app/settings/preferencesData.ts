import * as z from 'zod/mini';
import { hangingProtocolSchema } from '../../imaging/index.ts';
import { isCommandId, type CommandId } from './commandIds.ts';
import { defaultWindowPresets, presetNames } from './windowPresets.ts';

/** Tools a mouse button can have besides the left one. */
export const buttonTools = ['pan', 'zoom', 'scroll', 'window', 'rotate'] as const;
/** Tools the left button can start with. */
export const leftTools = ['window', 'pan', 'zoom', 'scroll', 'rotate', 'length', 'magnify'] as const;
export const wheelActions = ['scroll', 'zoom'] as const;
export const textSizes = ['small', 'medium', 'large'] as const;
export const magnifierFactors = [2, 3, 4] as const;
export const cineModes = ['loop', 'sweep'] as const;

const preset = z.strictObject({
  name: z.optional(z.enum(presetNames)),
  label: z.optional(z.string().check(z.minLength(1), z.maxLength(24))),
  center: z.number(),
  width: z.number().check(z.positive()),
});
const presets = z.array(preset).check(z.maxLength(9));
const chords = z.array(z.string().check(z.minLength(1), z.maxLength(32))).check(z.maxLength(4));
const side = z.int().check(z.gte(1), z.lte(4));

const schema = z.strictObject({
  version: z.literal(1),
  /** What each mouse button, and the wheel, does. */
  buttons: z.strictObject({
    left: z.enum(leftTools),
    middle: z.enum(buttonTools),
    right: z.enum(buttonTools),
    wheel: z.enum(wheelActions),
  }),
  /** Only what differs from the default keys. Commands that are no more are dropped. */
  keys: z.pipe(
    z.record(z.string(), chords),
    z.transform(
      (keys) =>
        Object.fromEntries(Object.entries(keys).filter(([command]) => isCommandId(command))) as Partial<
          Record<CommandId, string[]>
        >,
    ),
  ),
  /** The layout a study opens with, by modality, (0008,0060). */
  layouts: z.record(z.string().check(z.maxLength(16)), z.strictObject({ rows: side, columns: side })),
  interpolation: z.enum(['linear', 'nearest']),
  overlayText: z.enum(textSizes),
  cine: z.strictObject({ framesPerSecond: z.int().check(z.gte(1), z.lte(60)), mode: z.enum(cineModes) }),
  magnifier: z.strictObject({ factor: z.literal(magnifierFactors), sharp: z.boolean() }),
  referenceLines: z.boolean(),
  windowPresets: z.strictObject({ CT: presets, PET: presets, other: presets }),
  /** One's own hanging protocols. */
  hangingProtocols: z.array(hangingProtocolSchema()).check(z.maxLength(50)),
  /** Whether a protocol is applied by itself, where the reader decided otherwise than it says; by its id. */
  automaticProtocols: z.record(z.string().check(z.maxLength(64)), z.boolean()),
});

/** What a reader chose. */
export type PreferencesData = z.infer<typeof schema>;

export const defaultPreferences = (): PreferencesData => ({
  version: 1,
  buttons: { left: 'window', middle: 'pan', right: 'zoom', wheel: 'scroll' },
  keys: {},
  layouts: {},
  interpolation: 'linear',
  overlayText: 'medium',
  cine: { framesPerSecond: 15, mode: 'loop' },
  magnifier: { factor: 3, sharp: true },
  referenceLines: true,
  windowPresets: structuredClone(defaultWindowPresets),
  hangingProtocols: [],
  automaticProtocols: {},
});

/**
 * What was stored, in today's form. Every field stands for itself: one that cannot be read is as if never chosen and
 * takes no other with it.
 */
export function readPreferences(stored: unknown): PreferencesData {
  const given = (typeof stored === 'object' && stored !== null ? stored : {}) as Record<string, unknown>;
  const read = Object.entries(defaultPreferences()).map(([field, fallback]) => {
    const result = z.safeParse(schema.shape[field as keyof PreferencesData], given[field]);
    return [field, result.success ? result.data : fallback];
  });
  return Object.fromEntries(read) as PreferencesData;
}

/** @throws ZodError that names the field that is not as it should be */
export const checkPreferences = (data: unknown): PreferencesData => schema.parse(data);
