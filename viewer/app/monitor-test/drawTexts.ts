import { letterContrasts, qcLayout } from './patterns.ts';

const text = 'QUALITYCONTROL';

/** QUALITY CONTROL on black, grey and white, each letter fainter than the one before: how many can be read is what counts. */
export function drawTexts(context: CanvasRenderingContext2D, width: number, height: number): void {
  context.textBaseline = 'middle';
  context.textAlign = 'center';
  for (const { box, ground } of qcLayout(width, height).texts) {
    const step = box.width / (text.length + 1);
    context.font = `700 ${Math.round(Math.min(step * 1.2, box.height * 0.8))}px sans-serif`;
    for (const [index, letter] of [...text].entries()) {
      const contrast = letterContrasts[index] as number;
      const level = ground + contrast <= 255 ? ground + contrast : ground - contrast;
      context.fillStyle = `rgb(${level} ${level} ${level})`;
      context.fillText(letter, box.x + step * (index + 1), box.y + box.height / 2);
    }
  }
}
