import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { frameAttributes, modalityLut, voiChoices } from '../index.ts';
import { numbersOf } from '../dicomJson.ts';
import { readDicom } from './readDicom.ts';

const zoo = fileURLToPath(new URL('../../../shared/dicom/zoo/', import.meta.url));
const python = '/usr/bin/python3';
const hasPydicom = spawnSync(python, ['-c', 'import pydicom']).status === 0;

/** What pydicom reads of each frame's functional groups: rescale, first window, spacing, position. */
function byPydicom(name: string): number[][][] {
  const script = `
import sys, json, pydicom
d = pydicom.dcmread(sys.argv[1])
def macro(i, keyword):
    for group in (d.PerFrameFunctionalGroupsSequence[i], d.SharedFunctionalGroupsSequence[0]):
        if keyword in group and len(group[keyword].value): return group[keyword].value[0]
def numbers(item, *keywords):
    found = [item.get(k) for k in keywords] if item is not None else []
    return [float(v) for value in found if value is not None for v in (value if hasattr(value, '__len__') and not isinstance(value, str) else [value])]
print(json.dumps([[
    numbers(macro(i, 'PixelValueTransformationSequence'), 'RescaleSlope', 'RescaleIntercept'),
    numbers(macro(i, 'FrameVOILUTSequence'), 'WindowCenter', 'WindowWidth'),
    numbers(macro(i, 'PixelMeasuresSequence'), 'PixelSpacing'),
    numbers(macro(i, 'PlanePositionSequence'), 'ImagePositionPatient'),
] for i in range(int(d.NumberOfFrames))]))`;
  return JSON.parse(
    execFileSync(python, ['-W', 'ignore', '-c', script, `${zoo}${name}.dcm`], { encoding: 'utf8' }),
  );
}

describe.skipIf(!existsSync(zoo) || !hasPydicom)('frames of enhanced images, against pydicom', () => {
  it.each(['mod_enhanced_ct_2f', 'mod_enhanced_mr_19f_knee', 'mod_legacy_converted_enhanced_ct'])(
    'window, rescale, spacing and position of %s',
    (name) => {
      const { dataSet } = readDicom(`${zoo}${name}.dcm`);
      byPydicom(name).forEach(([rescale = [], window = [], spacing, position], i) => {
        const attributes = frameAttributes(dataSet, i + 1);
        const { slope, intercept } = modalityLut(attributes);
        if (rescale.length === 2) expect([slope, intercept]).toEqual(rescale);
        const [choice] = voiChoices(attributes);
        if (window.length === 2)
          expect(choice?.kind === 'window' && [choice.voi.center, choice.voi.width]).toEqual(window);
        expect(numbersOf(attributes, '00280030')).toEqual(spacing);
        expect(numbersOf(attributes, '00200032')).toEqual(position);
      });
    },
  );
});
