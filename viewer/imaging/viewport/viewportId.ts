/** Name of a viewport with the engine and the frame loader. */
export const viewportId = (index: number): string => `viewport-${index}`;
