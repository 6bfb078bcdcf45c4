const layerName = 'yunying-watermark';
const everyMs = 30_000;

/**
 * Writes over the whole page who looks at it and when, and puts that back when it is taken away or hidden. It discourages, it
 * does not hinder: who wants to can photograph the screen, and then it says whose screen it was.
 * @returns ends it
 */
export function writeWatermark(textNow: () => string): () => void {
  let layer: HTMLElement | undefined;
  let own = false;
  const draw = (): void => {
    own = true;
    layer?.remove();
    layer = document.createElement('div');
    layer.setAttribute('aria-hidden', 'true');
    layer.dataset.layer = layerName;
    layer.style.cssText = styleOf(textNow());
    document.body.append(layer);
    attributes.disconnect();
    attributes.observe(layer, { attributes: true, childList: true });
    // What we did ourselves is told to the observers as well.
    children.takeRecords();
    attributes.takeRecords();
    own = false;
  };
  const again = (): void => {
    if (!own) draw();
  };
  const attributes = new MutationObserver(again);
  const children = new MutationObserver(() => {
    // A layer that is not the last one may be covered by what came after it.
    if (!layer?.isConnected || layer.parentElement !== document.body) again();
  });
  children.observe(document.documentElement, { childList: true });
  children.observe(document.body, { childList: true });
  draw();
  const timer = setInterval(draw, everyMs);
  return () => {
    clearInterval(timer);
    children.disconnect();
    attributes.disconnect();
    layer?.remove();
  };
}

/** Light and dark at once, to be read on white paper and on a black image. */
function styleOf(text: string): string {
  const size = 13;
  const [width, height] = [230, 150];
  const word = (dx: number, colour: string): string =>
    `<text x="${dx}" y="${height / 2 + dx}" fill="${colour}" font-family="system-ui, sans-serif" font-size="${size}" ` +
    `transform="rotate(-22 ${width / 2} ${height / 2})">${escaped(text)}</text>`;
  const picture =
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">` +
    `${word(11, 'rgba(0,0,0,0.22)')}${word(10, 'rgba(255,255,255,0.34)')}</svg>`;
  return [
    'all: initial',
    'position: fixed !important',
    'inset: 0 !important',
    'display: block !important',
    'visibility: visible !important',
    'opacity: 1 !important',
    'z-index: 2147483647 !important',
    'pointer-events: none !important',
    `background-image: url("data:image/svg+xml,${encodeURIComponent(picture)}") !important`,
    'background-repeat: repeat !important',
  ].join('; ');
}

const escaped = (text: string): string =>
  text.replace(/[&<>"']/g, (character) => `&#${character.codePointAt(0) ?? 0};`);
