import { Router } from 'express';
import type { Registry } from 'prom-client';
import type { DicomwebProxy } from '../dicomweb-proxy/index.ts';

/** /healthz: the process works. /readyz: archive and proxy can serve. /metrics: Prometheus. */
export function health(proxy: DicomwebProxy, registry: Registry, isEnding: () => boolean): Router {
  const router = Router();
  router.get('/healthz', (_request, response) => {
    response.setHeader('cache-control', 'no-store');
    response.json({ status: 'ok' });
  });
  router.get('/readyz', async (_request, response) => {
    response.setHeader('cache-control', 'no-store');
    const state = isEnding() ? { ok: false, reason: 'The server is ending' } : await proxy.ready();
    if (state.ok) response.json({ status: 'ready' });
    else {
      response.setHeader('retry-after', '2');
      const error = { code: 'not-ready', message: state.reason ?? 'not ready' };
      response.status(503).json({ status: 'not-ready', error });
    }
  });
  router.get('/metrics', async (_request, response) => {
    response.setHeader('content-type', registry.contentType);
    response.end(await registry.metrics());
  });
  return router;
}
