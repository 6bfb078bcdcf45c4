import { keyImageOf, type Reader } from '../../imaging/index.ts';

/** A key image as the automation interface tells of it. */
export interface KeyImageReport {
  studyInstanceUID: string;
  seriesInstanceUID: string;
  sopInstanceUID: string;
  /** 1-based. */
  frameNumber: number;
  /** Marked by someone else: shown, not changed. */
  foreign: boolean;
}

/** The calls about key images. */
export interface KeyImageCalls {
  /** Marks the shown frame of a viewport as a key image, or takes the mark away. It is saved when a person saves. */
  setKeyImage(index: number, on: boolean): Promise<void>;
  getKeyImages(): Promise<KeyImageReport[]>;
}

/** Key images, carried out on a reading room. */
export function keyImageCalls(reader: Reader): KeyImageCalls {
  const { keyImages } = reader.reports;
  return {
    setKeyImage: async (index, on) => {
      const { frame } = reader.viewState(index);
      if (!frame) throw new RangeError(`viewport ${index} shows no image`);
      const keyImage = keyImageOf(frame);
      if (!keyImage) throw new RangeError(`viewport ${index} shows a computed picture: no key image`);
      keyImages.set(keyImage, on);
      await reader.reports.whenKept;
    },
    getKeyImages: async () =>
      keyImages.images.map((image) => ({
        studyInstanceUID: image.studyInstanceUid,
        seriesInstanceUID: image.seriesInstanceUid,
        sopInstanceUID: image.sopInstanceUid,
        frameNumber: image.frameNumber ?? 1,
        foreign: image.foreign,
      })),
  };
}
