import type { IncomingMessage } from 'node:http';
import { Gauge, type Registry } from 'prom-client';
import { HttpProblem, type DicomwebProxy, type Guard, type RouteTable } from '../dicomweb-proxy/index.ts';

export interface HealthParts {
  proxy: DicomwebProxy;
  registry: Registry;
  guard: Guard;
  /** Where nothing may be done that is not written down. */
  audit?: { readonly isUp: boolean } | undefined;
  isEnding: () => boolean;
}

/** /healthz: the process works. /readyz: archive and proxy can serve. /metrics: Prometheus. */
export function healthRoutes(
  routes: RouteTable,
  { proxy, registry, guard, audit, isEnding }: HealthParts,
): void {
  routes.add({
    method: 'GET',
    path: '/healthz',
    rule: { open: 'says that the process works, to whatever watches over it' },
    handler(_checked, _request, response) {
      response.setHeader('cache-control', 'no-store');
      response.json({ status: 'ok' });
    },
  });

  routes.add({
    method: 'GET',
    path: '/readyz',
    rule: { open: 'says whether the archive answers, to whatever balances the load' },
    async handler(_checked, request, response) {
      response.setHeader('cache-control', 'no-store');
      const state = await stateNow();
      if (state.ok) response.json({ status: 'ready' });
      else {
        response.setHeader('retry-after', '2');
        // It may name hosts behind this one.
        const mayKnow = await permits(guard, request);
        const error = { code: 'not-ready', message: (mayKnow && state.reason) || 'not ready' };
        response.status(503).json({ status: 'not-ready', error });
      }
    },
  });

  async function stateNow(): Promise<{ ok: boolean; reason?: string }> {
    if (isEnding()) return { ok: false, reason: 'The server is ending' };
    if (audit?.isUp === false) return { ok: false, reason: 'The audit trail cannot be written' };
    return proxy.ready();
  }

  if (audit) {
    new Gauge({
      name: 'yunying_audit_up',
      help: 'Whether the audit trail could be written last time: 1 or 0',
      registers: [registry],
      collect() {
        this.set(audit.isUp ? 1 : 0);
      },
    });
  }

  // Labels hold SOP Instance UIDs of what is set aside.
  routes.add({
    method: 'GET',
    path: '/metrics',
    rule: { right: 'monitor' },
    async handler(_checked, _request, response) {
      response.setHeader('content-type', registry.contentType);
      response.end(await registry.metrics());
    },
  });
}

/** Whether who asks may know what only those see who watch over the system. */
async function permits(guard: Guard, request: IncomingMessage): Promise<boolean> {
  try {
    await guard.admit(request);
    await guard.check(request, { right: 'monitor' });
    return true;
  } catch (error) {
    if (error instanceof HttpProblem) return false;
    throw error;
  }
}
