import { utilities, type Types } from '@cornerstonejs/core';
import type { LoadedFrame } from '../frames/loadedFrame.ts';
import type { FrameRef } from '../series/frameRef.ts';
import { initialWindow } from '../series/initialWindow.ts';
import { engineVoiFunctions, engineWidth } from './engineWindow.ts';

/**
 * A decoded frame as the engine wants it. The values are handed over as they are (no copy) and are modality
 * values, so slope is 1 and intercept 0.
 */
export function toEngineImage(frame: FrameRef, loaded: LoadedFrame): Types.IImage {
  const { rows, columns, samplesPerPixel, values } = loaded;
  const { center, width, function: voiFunction } = initialWindow(frame, loaded);
  const colour = samplesPerPixel > 1;
  return {
    imageId: frame.imageId,
    minPixelValue: loaded.min,
    maxPixelValue: loaded.max,
    slope: 1,
    intercept: 0,
    windowCenter: center,
    windowWidth: voiFunction === 'linear' ? engineWidth(width) : width,
    voiLUTFunction: engineVoiFunctions[voiFunction],
    getPixelData: () => values as Types.PixelDataTypedArray,
    voxelManager: utilities.VoxelManager.createImageVoxelManager({
      scalarData: values as Types.PixelDataTypedArray,
      width: columns,
      height: rows,
      numberOfComponents: samplesPerPixel,
    }),
    getCanvas: () => {
      throw new Error('the engine draws this image itself');
    },
    rows,
    columns,
    height: rows,
    width: columns,
    color: colour,
    rgba: false,
    numberOfComponents: samplesPerPixel,
    columnPixelSpacing: frame.drawnSpacing.column,
    rowPixelSpacing: frame.drawnSpacing.row,
    ...(frame.sliceThicknessMm !== undefined && { sliceThickness: frame.sliceThicknessMm }),
    invert: loaded.photometricInterpretation === 'MONOCHROME1',
    photometricInterpretation: loaded.photometricInterpretation,
    sizeInBytes: values.byteLength,
    dataType: values.constructor.name as Types.PixelDataTypedArrayString,
    imageFrame: {
      photometricInterpretation: loaded.photometricInterpretation,
    } as Types.IImage['imageFrame'] & object,
  };
}
