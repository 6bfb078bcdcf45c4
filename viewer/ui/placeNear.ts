const gapPx = 4;

/**
 * Moves a `position: fixed` panel below its anchor, above it when there is no room below, and keeps it within the
 * window sideways.
 * @param align the panel's middle below the anchor's middle, or their left edges in one line
 */
export function placeNear(panel: HTMLElement, anchor: Element, align: 'centre' | 'start'): void {
  const place = anchor.getBoundingClientRect();
  const { width, height } = panel.getBoundingClientRect();
  const wanted = align === 'start' ? place.left : place.left + (place.width - width) / 2;
  const left = Math.max(gapPx, Math.min(wanted, window.innerWidth - width - gapPx));
  const below = place.bottom + gapPx;
  const top = below + height <= window.innerHeight ? below : Math.max(gapPx, place.top - gapPx - height);
  panel.style.left = `${Math.round(left)}px`;
  panel.style.top = `${Math.round(top)}px`;
}
