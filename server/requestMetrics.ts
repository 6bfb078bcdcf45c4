import type { RequestHandler } from 'express';
import { Histogram, type Registry } from 'prom-client';

/** Duration of requests by kind of resource: addresses themselves hold UIDs. */
export function requestMetrics(registry: Registry): RequestHandler {
  const histogram = new Histogram({
    name: 'yunying_http_request_seconds',
    help: 'Duration of HTTP requests',
    labelNames: ['method', 'resource', 'status'],
    buckets: [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10],
    registers: [registry],
  });
  return (request, response, next) => {
    const began = performance.now();
    const resource = resourceOf(request.path);
    response.once('close', () => {
      const labels = { method: request.method, resource, status: String(response.statusCode) };
      histogram.observe(labels, (performance.now() - began) / 1000);
    });
    next();
  };
}

const kinds = /\/(frames|rendered|thumbnail|metadata|bulkdata|instances|series|studies)(?=\/|$)/g;

/** The last word of the address that is not a UID. */
export function resourceOf(path: string): string {
  if (!path.startsWith('/dicom-web')) return path.startsWith('/assets') ? 'assets' : 'page';
  return [...path.matchAll(kinds)].at(-1)?.[1] ?? 'other';
}
