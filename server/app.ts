import express, { type Express, type RequestHandler } from 'express';
import type { Logger } from 'pino';
import type { Registry } from 'prom-client';
import { HttpProblem, type DicomwebProxy } from '../dicomweb-proxy/index.ts';
import { checkHost } from './checkHost.ts';
import type { Config } from './config.ts';
import { crossOrigin } from './crossOrigin.ts';
import { handleError } from './handleError.ts';
import { health } from './health.ts';
import { requestLog } from './requestLog.ts';
import { requestMetrics } from './requestMetrics.ts';
import { dataSecurityHeaders, pageSecurityHeaders } from './securityHeaders.ts';
import { rewritePages, viewerFiles } from './viewerFiles.ts';

export interface AppParts {
  config: Config;
  logger: Logger;
  registry: Registry;
  proxy: DicomwebProxy;
  /** In development, instead of the built files. */
  viewer?: RequestHandler | undefined;
  /** Folder of the built viewer. */
  viewerFolder: string;
  isEnding: () => boolean;
}

/** The application from top to bottom: middleware in order, routers, one error handler. */
export function createApp(parts: AppParts): Express {
  const { config, logger, registry, proxy, viewer, viewerFolder, isEnding } = parts;
  const app = express();
  app.disable('x-powered-by');
  app.set('etag', false);
  app.set('query parser', 'simple');
  app.set('trust proxy', config.trustProxy);

  app.use(requestLog(logger));
  app.use(requestMetrics(registry));
  // Before anything that refuses: a page has to be able to read why.
  if (config.corsOrigins.length > 0) app.use('/dicom-web', crossOrigin(config.corsOrigins));
  if (config.auth === 'none') app.use(checkHost(config.corsOrigins));

  app.use(health(proxy, registry, isEnding));
  app.use('/dicom-web', dataSecurityHeaders, proxy.router);
  // Hot reload puts scripts into the page that no policy can foresee.
  app.use(pageSecurityHeaders({ contentSecurityPolicy: viewer === undefined }));
  if (viewer) app.use(viewer);
  else app.use(rewritePages, viewerFiles(viewerFolder));

  app.use((request) => {
    throw new HttpProblem(404, 'no-such-page', `There is no ${request.path} here`);
  });
  app.use(handleError(logger));
  return app;
}
