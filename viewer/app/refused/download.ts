import { refusedFilePath, type RefusedFile } from '../../dicomweb/index.ts';

/** Browsers drop downloads that begin in the same moment. */
const pauseMs = 300;

/** Saves files as they came, one after the other. */
export async function download(files: readonly RefusedFile[]): Promise<void> {
  for (const { id } of files) {
    const link = document.createElement('a');
    link.href = refusedFilePath(id);
    link.download = `${id}.dcm`;
    link.click();
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
  }
}
