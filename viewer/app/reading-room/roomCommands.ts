import type { Reader } from '../../imaging/index.ts';
import { windowPresets, type WindowPreset } from './windowPresets.ts';

/** What buttons and keys do to the selected viewport; nothing happens while it is empty. */
export function roomCommands(reader: Reader) {
  const selected = () => reader.view(reader.state.selected);
  return {
    scrollBy: (slices: number) => void selected()?.scrollBy(slices),
    scrollToEnd: (end: 'first' | 'last') => {
      const view = selected();
      const last = (view?.state.stack?.frames.length ?? 1) - 1;
      void view?.scrollTo(end === 'first' ? 0 : last);
    },
    invert: () => {
      const view = selected();
      if (view?.loaded) view.setInvert(!view.state.invert);
    },
    flip: (direction: 'horizontal' | 'vertical') => {
      if (selected()?.loaded) selected()?.flip(direction);
    },
    reset: () => selected()?.resetView(),
    applyPreset: (preset: WindowPreset) => {
      if (selected()?.loaded) selected()?.setWindow(preset);
    },
    /** The preset of number key `number` (1 …) of the modality shown, 0 the window the image came with. */
    presetByNumber: (number: number) => {
      const view = selected();
      if (!view?.loaded) return;
      if (number === 0) return view.resetWindow();
      const preset = windowPresets(view.state.frame?.modality)[number - 1];
      if (preset) view.setWindow(preset);
    },
  };
}

export type RoomCommands = ReturnType<typeof roomCommands>;
