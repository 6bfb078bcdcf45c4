import type { FrameRef, Reader } from '../../imaging/index.ts';
import type { Preferences } from '../settings/index.ts';
import { presetsOf, type ImagePreset } from './presetsOf.ts';

/** Factor of one press of faster or slower. */
const cineStep = 1.25;

/** What buttons and keys do to the selected viewport; nothing happens while it is empty. */
export function roomCommands(reader: Reader, preferences: Preferences) {
  const selected = () => reader.view(reader.state.selected);
  const shown = () => (selected()?.loaded ? selected() : undefined);
  const object = () => reader.objects.object(reader.state.selected);
  const controls = () => reader.objects.controls(reader.state.selected);
  const select = (index: number): void => {
    const { maximised } = reader.state;
    reader.select((index + reader.viewportCount) % reader.viewportCount);
    if (maximised === undefined) return;
    // Whoever fills the room follows: two steps, there is no other way from one to the other.
    reader.toggleMaximised(maximised);
    reader.toggleMaximised(reader.state.selected);
  };
  return {
    scrollBy: (slices: number) => {
      if (object()) controls()?.step?.(slices);
      else void selected()?.scrollBy(slices);
    },
    scrollToEnd: (end: 'first' | 'last') => {
      if (object()) return controls()?.toEnd?.(end);
      const view = selected();
      const last = (view?.state.stack?.frames.length ?? 1) - 1;
      void view?.scrollTo(end === 'first' ? 0 : last);
    },
    invert: () => shown()?.setInvert(!shown()?.state.invert),
    flip: (direction: 'horizontal' | 'vertical') => shown()?.flip(direction),
    rotateBy: (degrees: number) => shown()?.rotateBy(degrees),
    oneToOne: () => shown()?.showOneToOne(),
    /** For all viewports, and those to come. */
    toggleInterpolation: () => {
      const linear = preferences.data.interpolation === 'linear';
      preferences.change({ interpolation: linear ? 'nearest' : 'linear' });
    },
    reset: () => {
      if (object()) controls()?.reset?.();
      else selected()?.resetView();
    },
    resetWindow: () => shown()?.resetWindow(),
    applyPreset: ({ center, width }: Pick<ImagePreset, 'center' | 'width'>) =>
      shown()?.setWindow({ center, width }),
    /** The preset of number key `number` (1 …) of the modality shown, 0 the window the image came with. */
    presetByNumber: (number: number) => {
      const view = shown();
      if (number === 0) return view?.resetWindow();
      const preset = presetsOf(view?.state.frame as FrameRef | undefined, preferences.data)[number - 1];
      if (preset) view?.setWindow({ center: preset.center, width: preset.width });
    },
    showSeriesBy: (step: number) => {
      const shownUid = reader.state.shown.get(reader.state.selected)?.seriesInstanceUid;
      const all = reader.state.studies.flatMap(({ series }) => series);
      const place = all.findIndex(({ seriesInstanceUid }) => seriesInstanceUid === shownUid);
      const next = all[place + step];
      if (next) reader.show(reader.state.selected, next.seriesInstanceUid).catch(() => undefined);
    },
    selectBy: (step: number) => select(reader.state.selected + step),
    toggleMaximised: () => reader.toggleMaximised(reader.state.selected),
    toggleReferenceLines: () => preferences.change({ referenceLines: !preferences.data.referenceLines }),
    toggleCine: () => {
      if (object()) controls()?.togglePlay?.();
      else reader.cine.toggle(reader.state.selected);
    },
    changeCineRate: (direction: 1 | -1) => {
      const rate = reader.cine.state(reader.state.selected)?.framesPerSecond;
      if (rate === undefined) return;
      const wanted = direction > 0 ? Math.ceil(rate * cineStep) : Math.floor(rate / cineStep);
      reader.cine.set(reader.state.selected, { framesPerSecond: Math.min(60, Math.max(1, wanted)) });
    },
    undo: () => void reader.measurements.undo(),
    redo: () => void reader.measurements.redo(),
  };
}

export type RoomCommands = ReturnType<typeof roomCommands>;
