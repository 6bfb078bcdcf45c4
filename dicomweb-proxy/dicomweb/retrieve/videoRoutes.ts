import { Router } from 'express';
import { transferSyntaxes } from '../../../pixels/index.ts';
import { covers, parseMediaRanges } from '../mediaRanges.ts';
import { instanceOf, type RouteContext } from '../RouteContext.ts';

/**
 * The rendered resource of a video object is its stream, in what it is packed in (PS3.18 8.7.4, Table 8.7.4-1), in parts where parts
 * are asked for (RFC 9110 14). Clients that take nothing but still pictures go on to the next route.
 */
export function videoRoutes(context: RouteContext): Router {
  const router = Router();
  const { prepared, authorise } = context;

  router.get(
    '/studies/:study/series/:series/instances/:instance/rendered',
    async (request, response, next) => {
      const wanted = parseMediaRanges(request.headers.accept ?? '*/*');
      if (!wanted.some(({ type }) => type === '*/*' || type.startsWith('video/'))) return next();
      const { series, instance } = await instanceOf(context, request);
      if (transferSyntaxes[instance.transferSyntaxUid ?? '']?.kind !== 'video') return next();
      await authorise(request, { action: 'read', studyInstanceUid: series.studyInstanceUid });
      const { path, mediaType } = await prepared.videos.get(series, instance);
      if (!wanted.some(({ type }) => covers(type, mediaType) || covers(type, 'video/mp4'))) return next();
      response.setHeader('content-type', mediaType);
      response.setHeader('etag', `"${instance.version}-v"`);
      response.setHeader('cache-control', 'private, no-cache');
      response.vary('Accept');
      // The folder of the data may be a hidden one.
      response.sendFile(path, { dotfiles: 'allow', cacheControl: false, lastModified: false }, (error) => {
        // A player that has seen enough leaves in the middle.
        if (error && !response.headersSent) next(error);
      });
    },
  );

  return router;
}
