/** Parts of the body as far as they matter for what can be compared with what. */
export type BodyRegion =
  | 'head'
  | 'neck'
  | 'chest'
  | 'heart'
  | 'breast'
  | 'abdomen'
  | 'pelvis'
  | 'spine'
  | 'shoulder'
  | 'elbow'
  | 'hand'
  | 'hip'
  | 'knee'
  | 'foot';

/** Defined terms of Body Part Examined (PS3.16 Annex L), compound ones, and what stands in descriptions instead. */
const words: readonly (readonly [BodyRegion, RegExp])[] = [
  ['head', /HEAD|BRAIN|SKULL|CRANI|头|颅|脑/],
  ['neck', /NECK|CAROTID|THYROID|颈(?!椎)|甲状腺/],
  ['chest', /CHEST|THORAX|LUNG|RIBS?\b|胸(?!椎)|肺/],
  ['heart', /HEART|CARDIAC|CORONARY|心脏|冠状动脉|冠脉/],
  ['breast', /BREAST|MAMM|乳/],
  ['abdomen', /ABD|LIVER|KIDNEY|PANCREAS|腹|肝|肾|胰/],
  ['pelvis', /PELV|PROSTA|BLADDER|UTERUS|盆|前列腺|膀胱|子宫/],
  ['spine', /SPINE|VERTEBRA|椎|脊柱/],
  ['shoulder', /SHOULDER|CLAVICLE|SCAPULA|肩/],
  ['elbow', /ELBOW|肘/],
  ['hand', /HAND|WRIST|FINGER|腕|手/],
  ['hip', /\bHIP|FEMUR|髋|股骨/],
  ['knee', /KNEE|PATELLA|膝/],
  ['foot', /FOOT|ANKLE|CALCANEUS|踝|足/],
];
const wholeBody = /WHOLE ?BODY|全身/;

/** The regions that a body part or a description names; empty where it names none. */
export function bodyRegions(...texts: readonly (string | undefined)[]): ReadonlySet<BodyRegion> {
  const text = texts.join(' ').toUpperCase();
  const all = wholeBody.test(text);
  return new Set(words.flatMap(([region, word]) => (all || word.test(text) ? [region] : [])));
}

/** Whether two exams show the same part of the body; undefined where one of them does not say. */
export function shareRegion(
  one: ReadonlySet<BodyRegion>,
  other: ReadonlySet<BodyRegion>,
): boolean | undefined {
  return one.size === 0 || other.size === 0 ? undefined : [...one].some((region) => other.has(region));
}
