import type { VoxelBudget } from './reducedGrid.ts';
import type { Quality } from './volumeScene.ts';

/** What this device is asked to draw. */
export interface Device {
  readonly budget: VoxelBudget;
  /** When nothing moves. */
  readonly fine: Quality;
  /** Pixels of the screen for each ray while something moves: at first, and at most. */
  readonly movingPixels: { readonly first: number; readonly most: number };
}

const mebi = 2 ** 20;
const edge = 512;

/**
 * 20 Mi voxels (40 MiB in HU) with a graphics processor; 6 Mi on phones and where there is little memory; 3 Mi with half the
 * rays where the browser only plays at having one (software rendering).
 */
export function thisDevice(): Device {
  if (drawsInSoftware())
    return {
      budget: { voxels: 3 * mebi, edge },
      fine: { pixels: 2, step: 0.8 },
      movingPixels: { first: 6, most: 10 },
    };
  const memoryGiB = (navigator as Navigator & { deviceMemory?: number }).deviceMemory ?? 4;
  const weak = memoryGiB < 4 || matchMedia('(pointer: coarse)').matches;
  return {
    budget: { voxels: (weak ? 6 : 20) * mebi, edge },
    fine: { pixels: 1, step: 0.6 },
    movingPixels: { first: 2, most: 6 },
  };
}

let software: boolean | undefined;

function drawsInSoftware(): boolean {
  software ??= asksForSoftware();
  return software;
}

function asksForSoftware(): boolean {
  const context = new OffscreenCanvas(1, 1).getContext('webgl2');
  const names = context?.getExtension('WEBGL_debug_renderer_info');
  const renderer = names ? String(context?.getParameter(names.UNMASKED_RENDERER_WEBGL)) : '';
  context?.getExtension('WEBGL_lose_context')?.loseContext();
  return /swiftshader|llvmpipe|software|basic render/i.test(renderer);
}
