import { describe, expect, it } from 'vitest';
import { loopback } from '../options.ts';
import { report } from '../report.ts';
import { readResult, together } from '../runWrk.ts';
import type { LoadSlice } from '../runWrk.ts';

const slice = (perSecond: number): LoadSlice => ({
  perSecond,
  megabytesPerSecond: perSecond / 2,
  p50Ms: 1,
  p95Ms: 2,
  failures: 0,
});
const host = {
  date: '2026-11-20T00:00:00Z',
  cpu: 'a processor',
  cores: 2,
  memoryGb: 8,
  load: 0.5,
  system: 'Linux 6',
  node: 'v24',
  yunying: '0.1.0',
};

describe('what wrk measured', () => {
  it('counts only what was answered well, over the time it took', () => {
    const printed =
      'Running 2s test\nRESULT {"requests":3000,"microseconds":2000000,"bytes":600000000,"failedStatus":100,"failedSocket":7,"p50":1500,"p95":4200,"p99":9000}\n';
    expect(readResult(printed)).toEqual({
      perSecond: 1450,
      megabytesPerSecond: 300,
      p50Ms: 1.5,
      p95Ms: 4.2,
      failures: 107,
    });
    expect(() => readResult('unable to connect')).toThrow('unable to connect');
  });

  it('of several servers at once is added up, and waiting is as long as at the worst of them', () => {
    const slow = { perSecond: 500, megabytesPerSecond: 100, p50Ms: 3, p95Ms: 40, failures: 2 };
    const fast = { perSecond: 900, megabytesPerSecond: 180, p50Ms: 2, p95Ms: 50, failures: 1 };
    expect(together([slow, fast])).toEqual({
      perSecond: 1400,
      megabytesPerSecond: 280,
      p50Ms: 3,
      p95Ms: 50,
      failures: 3,
    });
    expect(together([fast])).toEqual(fast);
  });
});

describe('the report', () => {
  const contest = { name: 'frames', connections: 500, targets: {} };
  const slices = {
    yunying: [slice(4000), slice(3000), slice(6000)],
    nginx: [slice(10_000), slice(5000), slice(10_000)],
    orthanc: [slice(1000), slice(500), slice(500)],
  };

  it('takes ratios round by round and holds their medians against the budgets', () => {
    // 0.4, 0.6, 0.6 and 4, 6, 12
    const text = report([{ contest, slices, peakBytes: 650e6 }], host, 'nginx/1');
    expect(text).toContain('yunying / nginx: 0.60 (0.40-0.60); wanted 0.5: met');
    expect(text).toContain('yunying / orthanc: 6.00 (4.00-12.00); wanted 6: met');
    expect(text).toContain('memory of the server: 650 MB; wanted below 700: met');
  });

  it('compares one process and all of them with nginx, and both with what Node can do at most', () => {
    // 0.9, 0.6, 0.9 and 0.5, 0.5, 0.75
    const all = [slice(9000), slice(3000), slice(9000)];
    const node = [slice(8000), slice(6000), slice(8000)];
    const text = report([{ contest, slices: { ...slices, all, node }, peakBytes: 1 }], host, 'nginx/1');
    expect(text).toContain('all of ours / nginx: 0.90 (0.60-0.90); wanted 0.5: met');
    expect(text).toMatch(/yunying \/ bare node:http: 0\.50 \(0\.50-0\.75\)$/m);
  });

  it('says where a budget is not met', () => {
    const slow = { ...slices, yunying: [slice(400), slice(300), slice(600)] };
    const text = report([{ contest, slices: slow, peakBytes: 701e6 }], host, 'nginx/1');
    expect(text.match(/not met/g)).toHaveLength(3);
  });
});

describe('the address to be put under load', () => {
  it('is one of this machine', () => {
    expect(loopback('--url', 'http://127.0.0.1:3000/viewer')).toBe('http://127.0.0.1:3000');
    expect(loopback('--url', 'http://[::1]:3000')).toBe('http://[::1]:3000');
    for (const other of [
      'http://10.0.0.1:3000',
      'https://127.0.0.1',
      'http://127.0.0.1.example.org',
      'localhost',
    ])
      expect(() => loopback('--url', other)).toThrow('of this machine');
  });
});
