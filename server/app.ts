import type { RequestListener } from 'node:http';
import express, { type ErrorRequestHandler, type Express, type RequestHandler } from 'express';
import type { Logger } from 'pino';
import type { Registry } from 'prom-client';
import {
  HttpProblem,
  RouteTable,
  type DicomwebProxy,
  type Guard,
  type RouteRow,
} from '../dicomweb-proxy/index.ts';
import { apiPath, apiWithoutSignIn } from './api/apiTable.ts';
import { checkHost, checkOrigin } from './checkHost.ts';
import type { Config } from './config.ts';
import { crossOrigin } from './crossOrigin.ts';
import type { EmbeddedPage } from './embed/embedTable.ts';
import { handleError } from './handleError.ts';
import { healthRoutes } from './health.ts';
import { requestLog } from './requestLog.ts';
import { requestMetrics } from './requestMetrics.ts';
import { pageSecurityHeaders, setDataSecurityHeaders } from './securityHeaders.ts';
import { below, inTurn, originFormOnly, type Step } from './steps.ts';
import { viewerPage, viewerRoutes, type ViewerPage } from './viewerFiles.ts';

export interface AppParts {
  config: Config;
  logger: Logger;
  registry: Registry;
  proxy: DicomwebProxy;
  /** Who may do what, also beside the proxy. */
  guard: Guard;
  /** Finds out who asks, before anything answers, for the guard to know; or refuses. */
  identify?: Step | undefined;
  /** People and sessions; undefined: nobody signs in here. */
  accounts?: Accounts | undefined;
  /** In development, instead of the built files. */
  viewer?: RequestHandler | undefined;
  /** In development, the page itself. */
  developmentPage?: ViewerPage | undefined;
  /** Folder of the built viewer. */
  viewerFolder: string;
  /** Browsers are to come by TLS alone from now on. */
  strictTransport?: boolean;
  isEnding: () => boolean;
}

/** People and sessions, as far as the application knows of them. */
export interface Accounts {
  /** The rows below /api. */
  table(guard: Guard, proxy: DicomwebProxy): RouteTable;
  /** Where a HIS opens the viewer. */
  embedding?(guard: Guard, proxy: DicomwebProxy, viewer: EmbeddedPage): RouteTable;
  audit: { readonly isUp: boolean };
  /** How an error of theirs is told to the client; undefined for what is none. */
  problemOf(error: unknown): HttpProblem | undefined;
}

export interface App {
  /** What the server has to listen with, and nothing beside it. */
  listener: RequestListener;
  /** Every address with who may use it. */
  routes(): readonly RouteRow[];
  /** For looking at: all that answers requests which have passed the steps. */
  express: Express;
}

/** The application from top to bottom: what every request passes, frames at hand, then Express with all the rest. */
export function createApp(parts: AppParts): App {
  const { config, logger, registry, proxy, identify, accounts } = parts;
  const refuse = handleError(logger, accounts?.problemOf);
  const steps: Step[] = [requestLog(logger), requestMetrics(registry)];
  // All that follows looks at the beginning of the address.
  steps.push(originFormOnly);
  // Before anything that refuses: a page has to be able to read why.
  if (config.corsOrigins.length > 0) steps.push(below('/dicom-web', crossOrigin(config.corsOrigins)));
  if (config.auth === 'none') steps.push(checkHost());
  if (identify) steps.push(identify);
  // Whatever is to guard all addresses stands before this one.
  steps.push(proxy.readyFrames(setDataSecurityHeaders));
  const { app, tables } = createRoutes(parts, refuse);
  return {
    listener: inTurn(steps, app, refuse),
    routes: () => tables.flatMap((table) => table.rows()),
    express: app,
  };
}

/** Middleware in order, tables of routes, and at the end the one handler of errors. */
function createRoutes(
  {
    config,
    registry,
    proxy,
    guard,
    accounts,
    viewer,
    developmentPage,
    viewerFolder,
    strictTransport = false,
    isEnding,
  }: AppParts,
  refuse: ReturnType<typeof handleError>,
): { app: Express; tables: readonly RouteTable[] } {
  const app = express();
  app.disable('x-powered-by');
  app.set('etag', false);
  app.set('query parser', 'simple');
  app.set('trust proxy', config.trustProxy);

  // Forms of other sites are what it is for.
  const embedding = accounts?.embedding?.(guard, proxy, {
    page: developmentPage ?? viewerPage(viewerFolder),
    contentSecurityPolicy: viewer === undefined,
    folder: viewerFolder,
  });
  if (embedding) app.use(embedding.router);
  app.use(checkOrigin(config.corsOrigins, { loopback: config.auth === 'none' }));
  const health = new RouteTable({ guard });
  healthRoutes(health, { proxy, registry, guard, audit: accounts?.audit, isEnding });
  app.use(health.router);
  app.use('/dicom-web', function describeData(_request, response, next) {
    setDataSecurityHeaders(response);
    next();
  });
  app.use('/dicom-web', proxy.routes.router);
  const api = accounts?.table(guard, proxy) ?? apiWithoutSignIn(guard);
  app.use(apiPath, api.router);
  // Hot reload puts scripts into the page that no policy can foresee.
  app.use(pageSecurityHeaders({ contentSecurityPolicy: viewer === undefined, strictTransport }));
  const pages = new RouteTable({ guard });
  viewerRoutes(pages, viewer ?? viewerFolder);
  pages.otherwise((request) => new HttpProblem(404, 'no-such-page', `There is no ${request.path} here`));
  app.use(pages.router);

  const answerError: ErrorRequestHandler = (error, request, response, next) => {
    refuse(error, request, response);
    void next;
  };
  app.use(answerError);
  return { app, tables: [...(embedding ? [embedding] : []), health, proxy.routes, api, pages] };
}
