import { Histogram, type Registry } from 'prom-client';
import type { Step } from './steps.ts';

/** Duration of requests by kind of resource: addresses themselves hold UIDs. */
export function requestMetrics(registry: Registry): Step {
  const histogram = new Histogram({
    name: 'yunying_http_request_seconds',
    help: 'Duration of HTTP requests',
    labelNames: ['method', 'resource', 'status'],
    buckets: [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10],
    registers: [registry],
  });
  return (request, response, next) => {
    const began = performance.now();
    const { method, url = '' } = request;
    response.once('close', () => {
      const labels = { method, resource: resourceOf(url), status: String(response.statusCode) };
      histogram.observe(labels, (performance.now() - began) / 1000);
    });
    next();
  };
}

const kinds = /\/(frames|rendered|thumbnail|metadata|bulkdata|instances|series|studies)(?=\/|$)/g;

/** The last word of the address that is not a UID. */
export function resourceOf(url: string): string {
  const [path = ''] = url.split('?', 1);
  if (!path.startsWith('/dicom-web')) return path.startsWith('/assets') ? 'assets' : 'page';
  // Nearly all requests.
  if (oneFrame.test(path)) return 'frames';
  return [...path.matchAll(kinds)].at(-1)?.[1] ?? 'other';
}

const oneFrame = /\/frames\/\d+$/;
