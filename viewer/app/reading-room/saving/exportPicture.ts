import { download, fileMoment } from './download.ts';

/**
 * A viewport as it is on the screen, at the screen's resolution: image, annotations and corner texts, marked as not for
 * diagnosis. Its pixels are those of the window, not of the image.
 */
export async function exportPicture(index: number, mark: string): Promise<void> {
  const pane = document.querySelector<HTMLElement>(`[data-viewport="${index}"]`);
  const picture = pane && (await composePicture(pane, mark));
  if (picture) download(picture, `image-${fileMoment()}.png`);
}

async function composePicture(pane: HTMLElement, mark: string): Promise<Blob | undefined> {
  const box = pane.getBoundingClientRect();
  const scale = window.devicePixelRatio;
  const canvas = document.createElement('canvas');
  canvas.width = Math.round(box.width * scale);
  canvas.height = Math.round(box.height * scale);
  const context = canvas.getContext('2d');
  if (!context) return undefined;
  context.fillStyle = '#000';
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.scale(scale, scale);
  for (const image of pane.querySelectorAll('canvas')) {
    const place = image.getBoundingClientRect();
    context.drawImage(image, place.x - box.x, place.y - box.y, place.width, place.height);
  }
  for (const drawing of pane.querySelectorAll('svg')) {
    if (drawing.closest('button')) continue;
    const place = drawing.getBoundingClientRect();
    if (place.width === 0 || place.height === 0) continue;
    const image = await asImage(drawing, place);
    context.drawImage(image, place.x - box.x, place.y - box.y, place.width, place.height);
  }
  drawTexts(context, pane, box);
  drawScaleBar(context, pane.querySelector('[data-length-mm]')?.getBoundingClientRect(), box);
  drawMark(context, mark, box.width, box.height);
  return new Promise((resolve) => canvas.toBlob((blob) => resolve(blob ?? undefined), 'image/png'));
}

/** What decides how a shape looks; a drawing taken out of the page has no style sheets. */
const shapeStyles = [
  ...[
    'fill',
    'fill-opacity',
    'stroke',
    'stroke-width',
    'stroke-dasharray',
    'stroke-linecap',
    'stroke-opacity',
  ],
  ...[
    'font-family',
    'font-size',
    'font-weight',
    'opacity',
    'paint-order',
    'text-anchor',
    'dominant-baseline',
  ],
  ...['visibility', 'display', 'color', 'stroke-linejoin', 'font-variant-numeric', 'vector-effect'],
];

async function asImage(drawing: SVGSVGElement, { width, height }: DOMRect): Promise<HTMLImageElement> {
  const copy = drawing.cloneNode(true) as SVGSVGElement;
  const originals = [drawing, ...drawing.querySelectorAll('*')];
  [copy, ...copy.querySelectorAll<SVGElement>('*')].forEach((element, i) => {
    const styles = getComputedStyle(originals[i] as Element);
    // Setting the attribute is not allowed by the policy of the page.
    element.style.cssText = shapeStyles.map((name) => `${name}:${styles.getPropertyValue(name)}`).join(';');
  });
  copy.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
  copy.setAttribute('width', String(width));
  copy.setAttribute('height', String(height));
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(new XMLSerializer().serializeToString(copy))}`;
  await image.decode();
  return image;
}

/** The page's texts over the image, each line where it stands. */
function drawTexts(context: CanvasRenderingContext2D, pane: HTMLElement, box: DOMRect): void {
  const walker = document.createTreeWalker(pane, NodeFilter.SHOW_TEXT);
  context.textBaseline = 'middle';
  context.shadowColor = '#000';
  context.shadowBlur = 2;
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const parent = node.parentElement;
    if (!parent || parent.closest('svg, button, input') || !parent.checkVisibility()) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    const [line] = range.getClientRects();
    const text = node.textContent?.trim();
    if (!line || !text) continue;
    const styles = getComputedStyle(parent);
    context.font = `${styles.fontWeight} ${styles.fontSize} ${styles.fontFamily}`;
    context.fillStyle = styles.color;
    context.fillText(text, line.x - box.x, line.y - box.y + line.height / 2, line.width + 2);
  }
}

/** The bar's ends and its line, which style sheets draw in the page. */
function drawScaleBar(context: CanvasRenderingContext2D, bar: DOMRect | undefined, box: DOMRect): void {
  if (!bar) return;
  const [left, right, bottom] = [bar.left - box.x, bar.right - box.x, bar.bottom - box.y];
  context.strokeStyle = '#fff';
  context.beginPath();
  context.moveTo(left, bottom - 6);
  context.lineTo(left, bottom);
  context.lineTo(right, bottom);
  context.lineTo(right, bottom - 6);
  context.stroke();
}

function drawMark(context: CanvasRenderingContext2D, mark: string, width: number, height: number): void {
  context.font = '600 13px sans-serif';
  context.textAlign = 'center';
  context.fillStyle = '#ffb020';
  context.fillText(mark, width / 2, height - 60);
}
