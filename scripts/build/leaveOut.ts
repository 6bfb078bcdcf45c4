import { glob, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Plugin } from 'vite';

/** The one package whose start reads the dictionary. */
const engine = join(import.meta.dirname, '../../node_modules/@cornerstonejs/metadata/dist/esm');

/** Below this, resolved modules are told from names that packages import. */
const prefix = '\0left-out:';

/**
 * Half of the engine's script is parts of its libraries that are imported at their start and that nothing here ever runs: drawing with
 * WebGPU, reading and writing XML, areas of contours, dcmjs. They are left out of the built viewer, as the engine's start keeps images
 * from the screen. Whatever would be used after all throws an error that names it. What is read at the start is there: loggers, the transfer
 * syntaxes, and of dcmjs's dictionary the attributes that the engine names.
 */
export function leaveOut(): Plugin {
  return {
    name: 'leave-out',
    apply: 'build',
    enforce: 'pre',
    resolveId(id, importer = '') {
      const by = importer.replaceAll('\\', '/');
      if (by.includes('/@kitware/vtk.js/') && /\/WebGPU(\/|\.js$)/.test(id)) return `${prefix}webgpu`;
      if (by.includes('/@kitware/vtk.js/') && id === 'xmlbuilder2') return prefix + id;
      if (by.includes('/@cornerstonejs/') && (id === 'clipper2-ts' || id === 'dcmjs')) return prefix + id;
      return undefined;
    },
    async load(id) {
      switch (id) {
        case `${prefix}webgpu`:
          return 'export default undefined;';
        case `${prefix}xmlbuilder2`:
          return `${thrower('xmlbuilder2')}\nexport const create = leftOut;`;
        case `${prefix}clipper2-ts`:
          return [
            thrower('clipper2-ts'),
            'export const ClipType = {}, FillRule = {};',
            'export { leftOut as Clipper, leftOut as PolyTreeD };',
          ].join('\n');
        case `${prefix}dcmjs`:
          return dcmjs();
        default:
          return undefined;
      }
    },
  };
}

/** `leftOut`, which may be called, constructed and asked for what it does not have, each of which throws. */
const thrower = (name: string): string => `
function fail() { throw new Error('${name} is left out of the viewer (scripts/build/leaveOut.ts)'); }
const leftOut = new Proxy(class {}, { get: fail, apply: fail, construct: fail });`;

async function dcmjs(): Promise<string> {
  const { constants, data } = (await import('dcmjs')).default as unknown as Dcmjs;
  const { dictionary, nameMap } = data.DicomMetaDictionary;
  const names: Record<string, { tag: string }> = {};
  const tags: Record<string, { vr: string; vm: string }> = {};
  for (const word of await wordsOf(engine)) {
    const entry = Object.hasOwn(nameMap, word) ? nameMap[word] : dictionary[word];
    if (!entry) continue;
    const { name, tag, vr, vm } = entry;
    names[name] = { tag };
    tags[tag.replace(/[(),]/g, '')] = { vr, vm };
  }
  const syntaxes = Object.entries(constants).filter(([, value]) => typeof value === 'string');
  return `${thrower('dcmjs')}
import log from 'loglevel';
const constants = ${JSON.stringify(Object.fromEntries(syntaxes))};
const data = { DicomMetaDictionary: { nameMap: ${JSON.stringify(names)}, dictionary: ${JSON.stringify(tags)} } };
const utilities = { DicomMetadataListener: leftOut };
const async = { AsyncDicomReader: leftOut };
export { constants, data, log, utilities };
export default { async, constants, data, log, utilities };`;
}

/** Every word in the scripts below a folder: keywords of attributes and tags among them. */
async function wordsOf(folder: string): Promise<Set<string>> {
  const words = new Set<string>();
  for await (const file of glob('**/*.js', { cwd: folder }))
    for (const [word] of (await readFile(join(folder, file), 'utf8')).matchAll(/\b[0-9A-Za-z]{3,}\b/g))
      words.add(word);
  return words;
}

interface DictionaryEntry {
  name: string;
  /** as (0010,0010) */
  tag: string;
  vr: string;
  vm: string;
}

interface Dcmjs {
  constants: Record<string, unknown>;
  data: {
    DicomMetaDictionary: {
      /** by tag, as 00100010 */
      dictionary: Record<string, DictionaryEntry | undefined>;
      nameMap: Record<string, DictionaryEntry | undefined>;
    };
  };
}
