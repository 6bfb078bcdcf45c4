import { existsSync } from 'node:fs';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { firstImage, firstPreview, measurePage } from '../measurePage.ts';
import type { Measurement } from '../measurePage.ts';

const chromium = [process.env.CHROMIUM_PATH, '/usr/bin/chromium'].find((file) => file && existsSync(file));

/** What a viewer might be: blank at first, then a logo, then an image. */
const page = (draw: string): string => `<!doctype html><canvas width="400" height="300"></canvas>
<script type="module">
  const canvas = document.querySelector('canvas');
  const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
  ${draw}
</script>`;

const drawn2d = page(`
  const context = canvas.getContext('2d');
  context.fillRect(0, 0, 400, 300);
  await pause(150);
  context.fillStyle = '#0af';
  context.fillRect(100, 100, 200, 100); // a logo: no image
  await pause(150);
  const worker = new Worker('/worker.js');
  const grey = await new Promise((resolve) => { worker.onmessage = ({ data }) => resolve(data); });
  const image = context.createImageData(400, 300);
  for (let i = 0; i < grey.length; i += 1) image.data.set([grey[i], grey[i], grey[i], 255], 4 * i);
  context.putImageData(image, 0, 0);
  await pause(100);
  performance.mark('first-preview');
  performance.mark('first-image');
`);

/** Draws once and never again, into a canvas that asks for no preserved drawing buffer. */
const drawnWebgl = page(`
  const gl = canvas.getContext('webgl2');
  const shader = (type, source) => { const made = gl.createShader(type); gl.shaderSource(made, source); gl.compileShader(made); return made; };
  const program = gl.createProgram();
  gl.attachShader(program, shader(gl.VERTEX_SHADER, \`#version 300 es
    void main() { gl_Position = vec4(vec2[](vec2(-1, -1), vec2(3, -1), vec2(-1, 3))[gl_VertexID], 0, 1); }\`));
  gl.attachShader(program, shader(gl.FRAGMENT_SHADER, \`#version 300 es
    precision highp float; out vec4 colour;
    void main() { float g = 0.5 + 0.5 * sin(gl_FragCoord.x / 20.0) * sin(gl_FragCoord.y / 30.0); colour = vec4(g, g, g, 1); }\`));
  gl.linkProgram(program);
  gl.useProgram(program);
  await pause(200);
  gl.drawArrays(gl.TRIANGLES, 0, 3);
`);

const worker = `fetch('/pixels').then((answer) => answer.arrayBuffer()).then((bytes) => postMessage(new Uint8Array(bytes)));`;
const pixels = Buffer.from(Array.from({ length: 120_000 }, (_, i) => (i * 7919) % 256));

describe.skipIf(!chromium)('measurePage, in Chromium (install it or set CHROMIUM_PATH)', () => {
  let server: Server;
  let origin: string;
  beforeAll(async () => {
    const contents: Record<string, [string, string | Buffer]> = {
      '/2d': ['text/html', drawn2d],
      '/webgl': ['text/html', drawnWebgl],
      '/blank': ['text/html', page(`canvas.getContext('2d').fillRect(0, 0, 400, 300);`)],
      '/worker.js': ['text/javascript', worker],
      '/pixels': ['application/octet-stream', pixels],
    };
    server = createServer((request, response) => {
      const [type, content] = contents[request.url ?? ''] ?? ['text/plain', ''];
      const policy = `default-src 'self' 'unsafe-inline'`;
      response.writeHead(200, { 'Content-Type': type, 'Content-Security-Policy': policy }).end(content);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => server.close());

  const measure = (path: string, timeoutMs = 20_000): Promise<Measurement> =>
    measurePage(origin + path, {
      executablePath: chromium ?? '',
      viewport: { width: 800, height: 600 },
      timeoutMs,
      settleMs: 5000,
    });

  it('sees a 2D canvas show an image, not the logo before it, and counts what workers load', async () => {
    const run = await measure('/2d');
    const { image: mark = NaN } = run.marks;
    // 300 ms of pauses lie before the drawing, 100 ms between it and the mark
    expect(run.outside.image).toBeGreaterThan(300);
    expect(firstImage(run)).toBe(Math.max(mark, run.outside.image));
    expect(firstPreview(run)).toBeGreaterThanOrEqual(run.outside.preview);
    expect(mark).toBeGreaterThan(400);
    // page, worker script, pixels (a browser may ask for /favicon.ico besides)
    expect(run.untilImage.requests).toBeGreaterThanOrEqual(3);
    expect(run.untilImage.bytes).toBeGreaterThan(pixels.length + drawn2d.length + worker.length);
    expect(run.untilImage.bytes).toBeLessThan(pixels.length + drawn2d.length + worker.length + 2000);
    expect(run.quiet).toBeDefined();
  }, 60_000);

  it('sees a WebGL canvas that was drawn once', async () => {
    const run = await measure('/webgl');
    expect(run.outside.image).toBeGreaterThan(200);
    expect(run.marks).toEqual({ preview: undefined, image: undefined });
    expect(firstImage(run)).toBe(run.outside.image);
  }, 60_000);

  it('says so when no image comes', async () => {
    await expect(measure('/blank', 1500)).rejects.toThrow(/\/blank showed no image within 1500 ms/);
  }, 60_000);
});
