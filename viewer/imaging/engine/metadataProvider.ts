import { Enums } from '@cornerstonejs/core';
import type { FrameRef } from '../series/frameRef.ts';
import type { ShownFrames } from './shownFrames.ts';

const { MetadataModules } = Enums;

/** What the engine asks of a frame, by the name it asks with. */
const modules: Record<string, (frame: FrameRef) => unknown> = {
  [MetadataModules.IMAGE_PIXEL]: (frame) => frame.image,
  [MetadataModules.IMAGE_PLANE]: imagePlane,
  [MetadataModules.GENERAL_SERIES]: (frame) => ({
    modality: frame.modality,
    seriesInstanceUID: frame.seriesInstanceUid,
    studyInstanceUID: frame.studyInstanceUid,
  }),
  [MetadataModules.SOP_COMMON]: (frame) => ({ sopInstanceUID: frame.sopInstanceUid }),
  // The values given to the engine are modality values already.
  [MetadataModules.MODALITY_LUT]: () => ({ rescaleSlope: 1, rescaleIntercept: 0 }),
};

function imagePlane(frame: FrameRef): unknown {
  const { plane, drawnSpacing, image } = frame;
  return {
    frameOfReferenceUID: frame.frameOfReferenceUid,
    rows: image.rows,
    columns: image.columns,
    sliceThickness: frame.sliceThicknessMm,
    rowPixelSpacing: drawnSpacing.row,
    columnPixelSpacing: drawnSpacing.column,
    pixelSpacing: [drawnSpacing.row, drawnSpacing.column],
    ...(plane && {
      imagePositionPatient: plane.position,
      imageOrientationPatient: [...plane.rowCosines, ...plane.columnCosines],
      rowCosines: plane.rowCosines,
      columnCosines: plane.columnCosines,
      sliceLocation: undefined,
    }),
  };
}

/** Answers the engine's questions about our frames from their DICOM JSON. */
export function createMetadataProvider(shown: ShownFrames) {
  return (type: string, imageId: unknown): unknown => {
    const frame = typeof imageId === 'string' ? shown.get(imageId)?.frame : undefined;
    return frame && modules[type]?.(frame);
  };
}
