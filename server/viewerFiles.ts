import express, { Router, type RequestHandler, type Response } from 'express';
import { existsSync, statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join, resolve, sep } from 'node:path';
import type { RouteTable } from '../dicomweb-proxy/index.ts';

const pages = [
  '/',
  '/viewer',
  '/viewer/',
  '/monitor-test',
  '/refused',
  '/sign-in',
  '/setup',
  '/account',
  '/his',
  '/audit',
  '/people',
  '/sharing',
  '/emergencies',
  '/emergency',
  '/keys',
  '/rules',
  '/sessions',
];
/** What was shared with somebody: the page is the same for every link. */
const sharedPage = /^\/s\/[\w-]{1,64}$/;
/** Vite puts a hash of the content into these names. */
const hashed = /[\\/]assets[\\/].+-[\w-]{8,}\.[a-z0-9]+$/i;

/** The text of the viewer's page, for who puts something into it. */
export type ViewerPage = () => Promise<string>;

/** @param folder of the built viewer */
export const viewerPage =
  (folder: string): ViewerPage =>
  () =>
    readFile(join(folder, 'index.html'), 'utf8');

/** @param viewer folder of the built one, or what serves it in development */
export function viewerRoutes(routes: RouteTable, viewer: string | RequestHandler): void {
  const files = typeof viewer === 'string' ? viewerFiles(viewer) : viewer;
  routes.add({
    method: 'GET',
    path: '/{*file}',
    rule: { open: 'the pages and scripts themselves, which hold nothing of patients' },
    handler(_checked, request, response, next) {
      if (typeof viewer !== 'string') return files(request, response, next);
      rewritePages(request, response, () => files(request, response, next));
    },
  });
}

/**
 * The built viewer: its pages, and its files from `folder`; `<file>.br` or `<file>.gz` beside a file goes out instead
 * of it where the browser takes that.
 */
export function viewerFiles(folder: string): Router {
  const root = resolve(folder);
  const router = Router();
  router.use(chooseCompressed(root));
  router.use(express.static(root, { index: false, redirect: false, setHeaders: describeFile }));
  return router;
}

/**
 * `/` is the worklist, `/viewer` the reading room, `/monitor-test` the monitor test, `/refused` the files that were not stored;
 * `/s/…` what was shared; `/sign-in` and `/setup` are for who is not signed in, `/account`, `/emergency` and those of the
 * administration for who is.
 */
export const rewritePages: RequestHandler = (request, _response, next) => {
  const [path = '', query] = request.url.split('?', 2);
  if (request.method === 'GET' || request.method === 'HEAD') {
    if (pages.includes(path) || sharedPage.test(path))
      request.url = `/index.html${query === undefined ? '' : `?${query}`}`;
  }
  next();
};

function chooseCompressed(root: string): RequestHandler {
  return (request, response, next) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') return next();
    const file = resolve(join(root, decodeURIComponent(request.path)));
    if (!file.startsWith(root + sep) || !existsSync(file)) return next();
    response.vary('Accept-Encoding');
    for (const [encoding, extension] of [
      ['br', '.br'],
      ['gzip', '.gz'],
    ] as const) {
      if (request.acceptsEncodings(encoding) && isFile(file + extension)) {
        response.type(file.slice(file.lastIndexOf('.')));
        response.setHeader('content-encoding', encoding);
        request.url = request.url.replace(/^[^?]+/, (path) => path + extension);
        break;
      }
    }
    next();
  };
}

const isFile = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;

function describeFile(response: Response, path: string): void {
  const forever = hashed.test(path.replace(/\.(br|gz)$/, ''));
  response.setHeader('cache-control', forever ? 'public, max-age=31536000, immutable' : 'no-cache');
}
