import type { Page } from '@playwright/test';

declare global {
  interface Window {
    /** WebGL contexts of the page, gathered by the test before any script runs. */
    contexts?: WebGL2RenderingContext[];
    /** 3-D textures that were made and not yet deleted, with their bytes. */
    volumeTextures?: Map<WebGLTexture, number>;
  }
}

/** Has the page gather its WebGL contexts. */
export async function gatherContexts(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const gathered: WebGL2RenderingContext[] = [];
    window.contexts = gathered;
    const original = HTMLCanvasElement.prototype.getContext;
    HTMLCanvasElement.prototype.getContext = function (this: HTMLCanvasElement, ...args: unknown[]) {
      const context = Reflect.apply(original, this, args) as RenderingContext | null;
      if (args[0] === 'webgl2' && context) gathered.push(context as WebGL2RenderingContext);
      return context;
    } as typeof original;
  });
}

/** Takes the graphics memory away as a driver's crash does; gives how many contexts lost it. */
export async function loseContexts(page: Page): Promise<number> {
  return page.evaluate(() => {
    const alive = (window.contexts ?? []).filter((context) => !context.isContextLost());
    for (const context of alive) context.getExtension('WEBGL_lose_context')?.loseContext();
    return alive.length;
  });
}

/** Has the page keep account of its 3-D textures, at the calls that make and delete them. */
export async function countVolumeTextures(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const live = new Map<WebGLTexture, number>();
    window.volumeTextures = live;
    const target = WebGL2RenderingContext.prototype;
    const { texStorage3D, texImage3D, deleteTexture } = target;
    const bound = (gl: WebGL2RenderingContext): WebGLTexture | null =>
      gl.getParameter(gl.TEXTURE_BINDING_3D) as WebGLTexture | null;
    /** Bytes of a voxel in the formats that volumes are kept in; the greatest for any other. */
    const bytesOf = (gl: WebGL2RenderingContext, format: number): number =>
      format === gl.R8 ? 1 : format === gl.R16F || format === 0x822a || format === 0x8f98 ? 2 : 4;
    const note = (gl: WebGL2RenderingContext, format: number, voxels: number): void => {
      const texture = bound(gl);
      if (texture) live.set(texture, voxels * bytesOf(gl, format));
    };
    target.texStorage3D = function (this: WebGL2RenderingContext, ...args) {
      const [to, , format, width, height, depth] = args;
      texStorage3D.apply(this, args);
      if (to === this.TEXTURE_3D) note(this, format, width * height * depth);
    };
    target.texImage3D = function (this: WebGL2RenderingContext, ...args: unknown[]) {
      Reflect.apply(texImage3D, this, args);
      const [to, , format, width, height, depth] = args as number[];
      if (to === this.TEXTURE_3D)
        note(this, format as number, Number(width) * Number(height) * Number(depth));
    } as typeof texImage3D;
    target.deleteTexture = function (this: WebGL2RenderingContext, texture) {
      if (texture) live.delete(texture);
      deleteTexture.call(this, texture);
    };
  });
}

/** How many 3-D textures there are, and how large they are together. */
export async function volumeTextures(page: Page): Promise<{ count: number; bytes: number }> {
  return page.evaluate(() => {
    const sizes = [...(window.volumeTextures?.values() ?? [])];
    return { count: sizes.length, bytes: sizes.reduce((sum, bytes) => sum + bytes, 0) };
  });
}
