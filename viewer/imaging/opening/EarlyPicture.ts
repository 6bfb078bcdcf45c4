import { fetchStudyPreview, type FrameAddress } from '../../dicomweb/index.ts';

/** A decoded picture, ready to be put into the page, and the frame of which it is one. */
export interface EarlyPicture {
  image: HTMLImageElement;
  frame: FrameAddress;
}

/** Large enough to recognise the anatomy; the size that the server has prepared. */
export const previewSize = 512;

/** The server's picture of the study, asked for before anything is known of it; undefined where there is none. */
export async function loadEarlyPicture(studyInstanceUid: string): Promise<EarlyPicture | undefined> {
  const preview = await fetchStudyPreview(studyInstanceUid, previewSize).catch(() => undefined);
  if (!preview) return undefined;
  const address = URL.createObjectURL(preview.picture);
  try {
    return { image: await loadImage(address), frame: preview.frame };
  } catch {
    return undefined;
  } finally {
    URL.revokeObjectURL(address);
  }
}

/** Rejects for what is no picture. */
export async function loadImage(address: string): Promise<HTMLImageElement> {
  const image = new Image();
  image.src = address;
  image.alt = '';
  await image.decode();
  return image;
}

export const isSameFrame = (a: FrameAddress, b: FrameAddress): boolean =>
  a.studyInstanceUid === b.studyInstanceUid &&
  a.seriesInstanceUid === b.seriesInstanceUid &&
  a.sopInstanceUid === b.sopInstanceUid &&
  a.frameNumber === b.frameNumber;
