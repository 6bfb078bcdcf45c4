import * as z from 'zod/mini';

/** Made when it is first needed: the page's first script must not carry the checking of data it does not have. */
function makeSchemas() {
  const words = z.array(z.string().check(z.minLength(1), z.maxLength(64))).check(z.maxLength(40));
  const orientation = z.enum(['axial', 'coronal', 'sagittal']);

  /**
   * Which image a viewport wants. Every condition that is there must hold; of the series that fulfil all, the one with the
   * most images. Words are looked for in descriptions and body part, whatever their case; one of them suffices.
   */
  const imageRule = z.strictObject({
    modality: z.optional(z.string().check(z.maxLength(16))),
    words: z.optional(words),
    notWords: z.optional(words),
    /** Of the images as they are stored. */
    orientation: z.optional(orientation),
    /** Slice Thickness (0018,0050) in mm, both ends included. */
    thicknessMm: z.optional(z.strictObject({ from: z.optional(z.number()), to: z.optional(z.number()) })),
    /** Convolution Kernel (0018,1210): for edges (lung, bone) or for soft tissue. */
    kernel: z.optional(z.enum(['sharp', 'soft'])),
    /** Whether Contrast/Bolus Agent (0018,0010) names one. */
    contrast: z.optional(z.boolean()),
    /** (0020,0062), (0020,0060) */
    laterality: z.optional(z.enum(['L', 'R'])),
    /** View Position (0018,5101) or View Code Sequence (0054,0220) of mammography and projection radiography. */
    view: z.optional(words),
  });

  /** What one viewport shows; rules are tried in their order, the first that finds an image wins. */
  const place = z.strictObject({
    images: z.array(imageRule).check(z.minLength(1), z.maxLength(10)),
    /** In modality values; `suv`: in SUVbw. The window the image came with where it is absent. */
    window: z.optional(
      z.strictObject({
        center: z.number(),
        width: z.number().check(z.positive()),
        unit: z.optional(z.enum(['suv'])),
      }),
    ),
    invert: z.optional(z.boolean()),
    /** The plane it is cut in; `stack`, the default: as stored. */
    plane: z.optional(z.enum(['stack', 'axial', 'coronal', 'sagittal'])),
    slab: z.optional(
      z.strictObject({
        mode: z.enum(['none', 'mip', 'minip', 'avgip']),
        thicknessMm: z.number().check(z.gte(0)),
      }),
    ),
    /** To which side the image is moved, so that two breasts lie back to back. */
    side: z.optional(z.enum(['left', 'right'])),
  });

  const protocol = z.strictObject({
    id: z.string().check(z.minLength(1), z.maxLength(64)),
    /** Of one's own; built-in ones have a text by their id. */
    name: z.optional(z.string().check(z.minLength(1), z.maxLength(60))),
    /** Applied by itself when a study opens that it fits. */
    automatic: z.boolean(),
    match: z.strictObject({
      /** All of these must be among the modalities of the study's series. */
      modalities: z.array(z.string().check(z.maxLength(16))).check(z.minLength(1), z.maxLength(6)),
      /** Where present, one of them must be in a description or the body part. */
      words: z.optional(words),
      leastSeries: z.optional(z.int().check(z.gte(1))),
    }),
    layout: z.strictObject({
      rows: z.int().check(z.gte(1), z.lte(4)),
      columns: z.int().check(z.gte(1), z.lte(4)),
    }),
    /** In reading order; a viewport beyond them stays empty. */
    places: z.array(place).check(z.maxLength(16)),
  });
  return { imageRule, place, protocol };
}

type Schemas = ReturnType<typeof makeSchemas>;
let schemas: Schemas | undefined;

export const hangingProtocolSchema = (): Schemas['protocol'] => (schemas ??= makeSchemas()).protocol;

export type ImageRule = z.infer<Schemas['imageRule']>;
export type HangingPlace = z.infer<Schemas['place']>;
/** How a kind of study is laid out on the screen: data, so that readers have their own (after PS3.3 C.23). */
export type HangingProtocol = z.infer<Schemas['protocol']>;

/** @throws ZodError that names the field */
export const parseHangingProtocol = (data: unknown): HangingProtocol => hangingProtocolSchema().parse(data);
