type PluralBase<Key> = Key extends `${infer Base}_other` ? Base : never;

/**
 * The shape another language must have to be complete: every key of the first language (zh-CN), and for each
 * counted text (`<key>_other`, the only form Chinese has) optionally the singular `<key>_one`.
 */
export type TextsLike<Texts> = {
  [Key in keyof Texts]: Texts[Key] extends string ? string : TextsLike<Texts[Key]>;
} & { [Key in PluralBase<keyof Texts> as `${Key}_one`]?: string };
