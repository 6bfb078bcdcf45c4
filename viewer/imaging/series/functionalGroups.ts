import { sequence } from '../../dicomweb/index.ts';
import type { DicomJson } from '../../../pixels/index.ts';

const SHARED = '52009229';
const PER_FRAME = '52009230';

/**
 * The attributes that hold for one frame: those of the instance, overlaid with its shared and then its
 * per-frame functional group macros (PS3.3 C.7.6.16), flattened. For a single-frame object the instance itself.
 *
 * @param frameIndex 0-based
 */
export function frameAttributes(instance: DicomJson, frameIndex: number): DicomJson {
  const shared = sequence(instance, SHARED)[0];
  const perFrame = sequence(instance, PER_FRAME)[frameIndex];
  if (!shared && !perFrame) return instance;
  // Without the groups themselves: whoever reads the result must not find another frame's in them.
  const own = Object.fromEntries(
    Object.entries(instance).filter(([tag]) => tag !== SHARED && tag !== PER_FRAME),
  );
  return { ...own, ...flatten(shared), ...flatten(perFrame) };
}

/** Each macro is a sequence of one item; what is in the items is what is asked for. */
function flatten(group: DicomJson | undefined): DicomJson {
  if (!group) return {};
  return Object.assign({}, ...Object.keys(group).map((tag) => sequence(group, tag)[0] ?? {})) as DicomJson;
}
