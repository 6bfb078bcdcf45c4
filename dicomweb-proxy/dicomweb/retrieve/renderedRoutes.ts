import type { Request, Response } from 'express';
import type { VoiFunction } from '../../../pixels/index.ts';
import {
  pictureFormat,
  thumbnailOptions,
  type FrameToDraw,
  type RenderOptions,
} from '../../prepared/index.ts';
import { covers, parseMediaRanges } from '../mediaRanges.ts';
import { goneSignal } from '../goneSignal.ts';
import { badParameter, notAcceptable } from '../problems.ts';
import type { RouteTable } from '../access/RouteTable.ts';
import type { RouteContext } from '../RouteContext.ts';
import { answeredNotModified, sendBytes } from '../sendBytes.ts';

const instancePath = '/studies/:study/series/:series/instances/:instance';
const jpeg = 'image/jpeg';
const largestSide = 8_192;
const functions: Readonly<Record<string, VoiFunction>> = {
  linear: 'linear',
  'linear-exact': 'linear-exact',
  sigmoid: 'sigmoid',
};

/**
 * Rendered resources as JPEG, PS3.18 10.4.1.1.3, and thumbnails, 10.4.1.1.4. The thumbnail of a study or series is that
 * of its middle frame; Content-Location says of which.
 */
export function renderedRoutes(routes: RouteTable, { prepared }: RouteContext): void {
  const ofInstance = { right: 'read', of: 'instance' } as const;
  const pictures = [
    ['/rendered', 'r', renderedAsked, () => 1],
    ['/thumbnail', 't', thumbnailAsked, () => 1],
    ['/frames/:frame/rendered', 'r', renderedAsked, frameNumber],
    ['/frames/:frame/thumbnail', 't', thumbnailAsked, frameNumber],
  ] as const;
  for (const [path, kind, optionsAsked, numberAsked] of pictures) {
    routes.add({
      method: 'GET',
      path: instancePath + path,
      rule: ofInstance,
      parse: (request) => ({ frameNumber: numberAsked(request), options: optionsAsked(request) }),
      frames: () => 1,
      handler({ series, instance, asked: { frameNumber: number, options } }, request, response) {
        return send(request, response, { series, instance, frameNumber: number }, options, kind);
      },
    });
  }

  routes.add({
    method: 'GET',
    path: '/studies/:study/series/:series/thumbnail',
    rule: { right: 'read', of: 'series' },
    parse: thumbnailAsked,
    frames: () => 1,
    async handler({ series, asked }, request, response) {
      await send(request, response, await prepared.middles.guess(series), asked, 't');
    },
  });

  routes.add({
    method: 'GET',
    path: '/studies/:study/thumbnail',
    rule: { right: 'read', of: 'study' },
    parse: thumbnailAsked,
    frames: () => 1,
    async handler({ study, asked }, request, response) {
      const middle = await prepared.middles.ofStudy(study);
      await send(request, response, middle, asked, 't');
      prepared.keepPictures(middle.series);
    },
  });

  async function send(
    request: Request,
    response: Response,
    frame: FrameToDraw,
    options: RenderOptions,
    kind: 'r' | 't',
  ): Promise<void> {
    const { series, instance, frameNumber: number } = frame;
    setHeaders(response);
    if (kind === 't' && number !== undefined) {
      const { studyInstanceUid: study, seriesInstanceUid: uid } = series;
      const path = `/studies/${study}/series/${uid}/instances/${instance.sopInstanceUid}/frames/${number}`;
      const query = URL.parse(request.originalUrl, 'http://localhost')?.search ?? '';
      response.setHeader('content-location', `${request.baseUrl}${path}/thumbnail${query}`);
    }
    const etag = etagOf(frame, options, kind);
    if (answeredNotModified(request, response, etag, false)) return;
    const bytes = await prepared.rendered.get(frame, options, 'preview', goneSignal(response));
    sendBytes(request, response, { bytes, contentType: jpeg, etag });
  }
}

function thumbnailAsked(request: Request): RenderOptions {
  acceptJpeg(request);
  return thumbnailOptions(viewportOf(request));
}

function renderedAsked(request: Request): RenderOptions {
  acceptJpeg(request);
  return { viewport: viewportOf(request), window: windowOf(request), quality: qualityOf(request) };
}

function etagOf(
  { instance, frameNumber: number }: FrameToDraw,
  { viewport, window, quality }: RenderOptions,
  kind: 'r' | 't',
): string {
  const how = [
    number,
    viewport && `${viewport.width}x${viewport.height}`,
    window && `${window.center},${window.width},${window.function}`,
    quality,
  ];
  return `"${instance.version}-${kind}${pictureFormat}-${how.filter((part) => part !== undefined).join('-')}"`;
}

function setHeaders(response: Response): void {
  response.setHeader('cache-control', 'private, no-cache');
  response.vary('Accept');
}

function acceptJpeg(request: Request): void {
  const { accept } = request.headers;
  if (!accept || parseMediaRanges(accept).some(({ type }) => covers(type, jpeg))) return;
  throw notAcceptable(`Rendered images come as ${jpeg} only`);
}

function frameNumber(request: Request): number {
  const number = Number(request.params.frame);
  if (Number.isInteger(number) && number >= 1 && number < 1e9) return number;
  throw badParameter('frame', request.params.frame, 'a frame number from 1');
}

/** `viewport=512,512`: the picture is fitted into it, PS3.18 8.3.5.1.3; its source region is not supported. */
function viewportOf(request: Request): RenderOptions['viewport'] {
  const { viewport } = request.query;
  if (viewport === undefined || viewport === '') return undefined;
  const allowed = `width,height in pixels, each from 1 to ${largestSide}`;
  if (typeof viewport !== 'string') throw badParameter('viewport', viewport, allowed);
  const [width = 0, height = 0, ...rest] = viewport.split(',').map(Number);
  const fine = [width, height].every((side) => Number.isInteger(side) && side >= 1 && side <= largestSide);
  if (!fine || rest.length > 0) throw badParameter('viewport', viewport, allowed);
  return { width, height };
}

/** `window=40,400,linear`, PS3.18 8.3.5.1.4. */
function windowOf(request: Request): RenderOptions['window'] {
  const { window } = request.query;
  if (window === undefined || window === '') return undefined;
  const allowed = 'center,width[,linear|linear-exact|sigmoid] with a positive width';
  if (typeof window !== 'string') throw badParameter('window', window, allowed);
  const [center = '', width = '', name = 'linear', ...rest] = window.split(',');
  const shape = functions[name.toLowerCase()];
  const numbers = { center: Number(center), width: Number(width) };
  const fine =
    center.trim() !== '' &&
    Number.isFinite(numbers.center) &&
    Number.isFinite(numbers.width) &&
    numbers.width > 0;
  if (!fine || !shape || rest.length > 0) throw badParameter('window', window, allowed);
  return { ...numbers, function: shape };
}

/** `quality=90`, PS3.18 8.3.5.1.2. */
function qualityOf(request: Request): number | undefined {
  const { quality } = request.query;
  if (quality === undefined || quality === '') return undefined;
  const number = Number(quality);
  if (Number.isInteger(number) && number >= 1 && number <= 100) return number;
  throw badParameter('quality', quality, 'a whole number from 1 to 100');
}
