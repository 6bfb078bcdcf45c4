import type { Request } from 'express';
import { transferSyntaxes } from '../../../pixels/index.ts';
import { SealBrokenError } from '../../sealing/index.ts';
import { covers, parseMediaRanges, type MediaRange } from '../mediaRanges.ts';
import { sendStream } from '../sendBytes.ts';
import type { RouteTable } from '../access/RouteTable.ts';
import type { RouteContext } from '../RouteContext.ts';

/**
 * The rendered resource of a video object is its stream, in what it is packed in (PS3.18 8.7.4, Table 8.7.4-1), in parts where parts
 * are asked for (RFC 9110 14). Clients that take nothing but still pictures go on to the next route.
 */
export function videoRoutes(routes: RouteTable, { prepared }: RouteContext): void {
  routes.add({
    method: 'GET',
    path: '/studies/:study/series/:series/instances/:instance/rendered',
    rule: { right: 'read', of: 'instance' },
    when: (request) => wantedOf(request).some(({ type }) => type === '*/*' || type.startsWith('video/')),
    async handler({ series, instance }, request, response, next) {
      if (transferSyntaxes[instance.transferSyntaxUid ?? '']?.kind !== 'video') return next();
      const wanted = wantedOf(request);
      const video = await prepared.videos.get(series, instance);
      const { bytes, mediaType } = video;
      if (!wanted.some(({ type }) => covers(type, mediaType) || covers(type, 'video/mp4'))) return next();
      const file = await video.open();
      try {
        response.setHeader('cache-control', 'private, no-cache');
        response.vary('Accept');
        const etag = `"${instance.version}-v"`;
        await sendStream(request, response, { bytes, contentType: mediaType, etag, read: file.read });
      } catch (error) {
        // What was sent of it was good: the player asks for the rest again.
        if (error instanceof SealBrokenError) await video.discard();
        throw error;
      } finally {
        await file.close();
      }
    },
  });
}

const wantedOf = (request: Request): MediaRange[] => parseMediaRanges(request.headers.accept ?? '*/*');
