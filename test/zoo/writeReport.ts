import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import type { Finding } from './Finding.ts';

const columns = 8;
const cell = { width: 320, height: 264 } as const;
const colours = { shown: '#9fd6a0', explained: '#ffd479', wrong: '#ff8a80', hung: '#ff8a80' } as const;

/** `zoo.md`, `zoo.json`, and `zoo-<n>.jpg`: pictures of all files that opened, with name and verdict, 48 on a sheet. */
export async function writeReport(folder: string, findings: readonly Finding[]): Promise<void> {
  await mkdir(folder, { recursive: true });
  // Sheets of an earlier, longer run would stand beside this table.
  const sheets = (await readdir(folder)).filter((name) => /^zoo-\d+\.jpg$/.test(name));
  await Promise.all(sheets.map((name) => rm(join(folder, name))));
  const rows = findings.map(
    ({ name, kind, verdict, note }) => `| ${name} | ${kind} | ${verdict} | ${note.replaceAll('|', '\\|')} |`,
  );
  await writeFile(
    join(folder, 'zoo.md'),
    `| file | kind | verdict | |\n|---|---|---|---|\n${rows.join('\n')}\n`,
  );
  const plain = findings.map(({ name, kind, verdict, note }) => ({ name, kind, verdict, note }));
  await writeFile(join(folder, 'zoo.json'), `${JSON.stringify(plain, null, 2)}\n`);
  const pictured = findings.filter(({ picture }) => picture);
  for (let from = 0, sheet = 1; from < pictured.length; from += 6 * columns, sheet++)
    await writeFile(
      join(folder, `zoo-${sheet}.jpg`),
      await contactSheet(pictured.slice(from, from + 6 * columns)),
    );
}

async function contactSheet(findings: readonly Finding[]): Promise<Buffer> {
  const rows = Math.ceil(findings.length / columns);
  const parts = findings.flatMap(({ name, verdict, picture }, index) => {
    const left = (index % columns) * cell.width;
    const top = Math.floor(index / columns) * cell.height;
    const label = `<svg width="${cell.width}" height="24"><text x="4" y="17" font-size="14" font-family="sans-serif" fill="${colours[verdict]}">${escaped(name.slice(-38))}</text></svg>`;
    return [
      { input: picture as Buffer, left, top },
      { input: Buffer.from(label), left, top: top + 240 },
    ];
  });
  return sharp({
    create: {
      width: columns * cell.width,
      height: rows * cell.height,
      channels: 3,
      background: '#181a1c',
    },
  })
    .composite(parts)
    .jpeg({ quality: 75 })
    .toBuffer();
}

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
