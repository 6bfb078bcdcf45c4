import type { VolumeView } from '../../../imaging/index.ts';
import { groupOf, presetNumber, type CommandId } from '../../settings/index.ts';

/** CSS pixels of a drag that a key stands for: 5 and 15 degrees. */
const step = 10;
const stride = 30;

/**
 * What a command does where a volume is shown: arrows and page keys turn it, numbers choose its presets. Other commands for
 * slices do nothing, as nobody would see what becomes of the slices beneath. Undefined: what it does elsewhere.
 */
export function volumeAction(view: VolumeView, command: CommandId): (() => void) | undefined {
  const number = presetNumber(command);
  if (number !== undefined) {
    const preset = view.state.presets[number - 1];
    return () => preset && view.setPreset(preset);
  }
  switch (command) {
    case 'slice.previous':
      return () => view.rotate(-step, 0);
    case 'slice.next':
      return () => view.rotate(step, 0);
    case 'slice.pageUp':
      return () => view.rotate(0, -stride);
    case 'slice.pageDown':
      return () => view.rotate(0, stride);
    case 'slice.first':
      return () => view.look('A');
    case 'slice.last':
      return () => view.look('P');
    case 'display.reset':
      return () => view.reset();
  }
  const ofSlices = ['slice', 'cine', 'display'].includes(groupOf(command)) || command === 'edit.keyImage';
  return ofSlices ? () => undefined : undefined;
}
