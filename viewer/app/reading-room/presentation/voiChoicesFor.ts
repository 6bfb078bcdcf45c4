import type { TFunction } from 'i18next';
import type { StackView } from '../../../imaging/index.ts';

/** The VOI LUTs and windows an image offers, for a menu; none where the first of them, the original, is the only one. */
export function voiChoicesFor(view: StackView | undefined, t: TFunction<'presentation'>) {
  const choices = view?.voiChoices ?? [];
  if (!view || choices.length < 2) return [];
  const { voi, voiLut } = view.state;
  return choices.map((choice, index) => ({
    text: choice.explanation || t(choice.kind === 'lut' ? 'voi.lut' : 'voi.window', { number: index + 1 }),
    detail: choice.kind === 'lut' ? 'LUT' : `${choice.voi.width} / ${choice.voi.center}`,
    chosen:
      choice.kind === 'lut'
        ? voiLut?.index === index
        : !voiLut && voi?.center === choice.voi.center && voi.width === choice.voi.width,
    choose: () => view.chooseVoi(index),
  }));
}
