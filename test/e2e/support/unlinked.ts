/** What `setLinks` takes so that nothing of a comparison goes together. */
export const unlinked = {
  scroll: false,
  window: false,
  zoom: false,
  slab: false,
  crosshair: false,
  cine: false,
  turn: false,
};
