import type { ObjectDetails, Reader } from '../../imaging/index.ts';

export interface ObjectCalls {
  /** What is to be seen of the object in a viewport that shows one instead of frames; null while nothing is. */
  getObject(index: number): Promise<ObjectDetails | null>;
  /** Shows another object of the series in the viewport; without a UID its frames. */
  showObject(index: number, target: { sopInstanceUID?: string }): Promise<void>;
}

export const objectCalls = (reader: Reader): ObjectCalls => ({
  getObject: async (index) => reader.objects.details(index) ?? null,
  showObject: async (index, { sopInstanceUID }) => reader.objects.choose(index, sopInstanceUID),
});
