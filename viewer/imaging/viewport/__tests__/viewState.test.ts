import { describe, expect, it } from 'vitest';
import { changed, emptyViewState } from '../viewState.ts';

const state = { ...emptyViewState, sliceIndex: 3, focalPoint: [1, 2, 3] as const, zoom: 2 };

describe('the state of a view', () => {
  it('stays the same object where a change says nothing new', () => {
    expect(changed(state, { sliceIndex: 3, focalPoint: [1, 2, 3], zoom: 2, error: undefined })).toBe(state);
  });

  it('takes what is another and keeps the objects of what is not', () => {
    const after = changed(state, { sliceIndex: 4, focalPoint: [1, 2, 3] });
    expect(after).toEqual({ ...state, sliceIndex: 4 });
    expect(after.focalPoint).toBe(state.focalPoint);
    expect(changed(state, { focalPoint: [1, 2, 4] }).focalPoint).toEqual([1, 2, 4]);
  });

  it('tells frames apart by identity, however alike they are', () => {
    const frame = { imageId: '1' } as never;
    const shown = changed(state, { frame });
    expect(changed(shown, { frame })).toBe(shown);
    expect(changed(shown, { frame: { imageId: '1' } as never })).not.toBe(shown);
  });

  it('forgets what is undefined', () => {
    expect(changed(state, { focalPoint: undefined }).focalPoint).toBeUndefined();
  });
});
