import { limitsOf, rampReaders } from './loadPlan.ts';
import type { LoadPlan } from './loadPlan.ts';
import type { RunSummary } from './readSummary.ts';

const width = 720;
const panel = { height: 150, left: 70, right: 20, gap: 56, top: 76 };

interface Curve {
  colour: string;
  label: string;
  values: (number | undefined)[];
}

/** An SVG picture of a run: first load, frames and throughput over time, with their limits; in a ramp over readers. */
export function plot(summary: RunSummary, plan: LoadPlan, title: string): string {
  const { slices } = summary;
  const limits = limitsOf(plan);
  const ramp = plan.scenario === 'ramp' ? rampReaders(plan) : undefined;
  const ticks = slices.map((_, i) => String(ramp?.[i] ?? i * plan.sliceSeconds));
  const panels = [
    panelOf(0, 'first load, ms', limits.firstLoadP95, ticks, [
      { colour: '#1c7ed6', label: 'p95', values: slices.map(({ firstLoad }) => firstLoad?.p95) },
      { colour: '#74c0fc', label: 'median', values: slices.map(({ firstLoad }) => firstLoad?.median) },
    ]),
    panelOf(1, 'frame, ms', limits.frameP95, ticks, [
      { colour: '#2b8a3e', label: 'p95', values: slices.map(({ frame }) => frame?.p95) },
      { colour: '#8ce99a', label: 'median', values: slices.map(({ frame }) => frame?.median) },
    ]),
    panelOf(2, 'frames a second', undefined, ticks, [
      { colour: '#862e9c', label: '', values: slices.map(({ frames }) => frames / plan.sliceSeconds) },
    ]),
  ];
  const height = panel.top + 3 * (panel.height + panel.gap);
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" font-family="sans-serif" font-size="12">
<rect width="100%" height="100%" fill="white"/>
<text x="${panel.left}" y="24" font-size="15">${escaped(title)}</text>
<text x="${panel.left}" y="42" fill="#666">over ${ramp ? 'readers at once' : 'seconds of load'}; dashed: the limit for p95</text>
${panels.join('\n')}
</svg>
`;
}

function panelOf(
  place: number,
  name: string,
  limit: number | undefined,
  ticks: string[],
  curves: Curve[],
): string {
  const top = panel.top + place * (panel.height + panel.gap);
  const greatest = Math.max(
    1,
    limit ?? 0,
    ...curves.flatMap(({ values }) => values.map((value) => value ?? 0)),
  );
  const x = (index: number): number =>
    panel.left + ((index + 0.5) / ticks.length) * (width - panel.left - panel.right);
  const y = (value: number): number => top + panel.height * (1 - value / (greatest * 1.05));
  const every = Math.ceil(ticks.length / 12);
  return [
    `<text x="${panel.left}" y="${top - 6}">${name} ${curves.map(({ colour, label }) => `<tspan fill="${colour}">${label}</tspan>`).join(' ')}</text>`,
    `<rect x="${panel.left}" y="${top}" width="${width - panel.left - panel.right}" height="${panel.height}" fill="none" stroke="#ccc"/>`,
    ...[0, greatest / 2, greatest].map(
      (value) =>
        `<text x="${panel.left - 6}" y="${y(value) + 4}" text-anchor="end" fill="#666">${Math.round(value)}</text>`,
    ),
    ...ticks.flatMap((tick, i) =>
      i % every === 0
        ? [`<text x="${x(i)}" y="${top + panel.height + 16}" text-anchor="middle" fill="#666">${tick}</text>`]
        : [],
    ),
    ...(limit === undefined
      ? []
      : [
          `<line x1="${panel.left}" x2="${width - panel.right}" y1="${y(limit)}" y2="${y(limit)}" stroke="#e03131" stroke-dasharray="5 4"/>`,
        ]),
    ...curves.map(({ colour, values }) => {
      const points = values.flatMap((value, i) =>
        value === undefined ? [] : [`${x(i).toFixed(1)},${y(value).toFixed(1)}`],
      );
      return `<polyline points="${points.join(' ')}" fill="none" stroke="${colour}" stroke-width="2"/>`;
    }),
  ].join('\n');
}

const escaped = (text: string): string => text.replace(/[<&>]/g, (sign) => `&#${sign.charCodeAt(0)};`);
