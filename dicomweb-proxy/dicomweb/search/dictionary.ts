import { createRequire } from 'node:module';
import type { SearchAttribute, Vr } from './attributes.ts';

/** The part of dcmjs in use; the package ships no types. */
interface Dcmjs {
  data: {
    DicomMetaDictionary: {
      /** by keyword */
      nameMap: Record<string, { tag: string; vr: string } | undefined>;
      /** by "(gggg,eeee)" */
      dictionary: Record<string, { name: string; vr: string } | undefined>;
    };
  };
}

let dcmjs: Dcmjs | undefined;

const dictionary = (): Dcmjs['data']['DicomMetaDictionary'] => {
  // Loaded on first need: most searches ask for the usual attributes.
  dcmjs ??= createRequire(import.meta.url)('dcmjs') as Dcmjs;
  return dcmjs.data.DicomMetaDictionary;
};

/** An attribute of PS3.6 by its keyword or by eight hexadecimal digits. */
export function dictionaryAttribute(name: string): SearchAttribute | undefined {
  if (/^[0-9a-f]{8}$/i.test(name)) {
    const tag = name.toUpperCase();
    const found = dictionary().dictionary[`(${tag.slice(0, 4)},${tag.slice(4)})`];
    return found && { keyword: found.name, tag, vr: found.vr as Vr };
  }
  if (!Object.hasOwn(dictionary().nameMap, name)) return undefined;
  const found = dictionary().nameMap[name];
  const tag = found?.tag.replace(/[(),]/g, '').toUpperCase();
  return found && tag && /^[0-9A-F]{8}$/.test(tag) ? { keyword: name, tag, vr: found.vr as Vr } : undefined;
}
