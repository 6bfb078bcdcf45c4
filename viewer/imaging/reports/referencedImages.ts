import type { DicomJson } from '../../../pixels/index.ts';
import { numbers, sequence, string } from '../../dicomweb/index.ts';

/** The images an item of a presentation state is for (Referenced Image Sequence), as `sop/frame`, or `sop` for all frames. */
export const referencedImages = (item: DicomJson): string[] =>
  sequence(item, '00081140').flatMap((image) => {
    const uid = string(image, '00081155') ?? '';
    const frames = numbers(image, '00081160');
    return frames.length === 0 ? [uid] : frames.map((number) => `${uid}/${number}`);
  });
