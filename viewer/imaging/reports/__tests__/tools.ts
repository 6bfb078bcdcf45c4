import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DicomJson } from '../../../../pixels/index.ts';

/** Whether a program of another hand is on this machine: DCMTK's or David Clunie's. */
export const has = (program: string): boolean => spawnSync('which', [program]).status === 0;

export const dcmtk = has('dsrdump') && has('dcm2json');

/** Runs a program on a file with this content; what it wrote to both outputs. */
export async function judge(file: Blob, program: string, ...options: string[]): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'yunying-report-'));
  try {
    const path = join(folder, 'file.dcm');
    writeFileSync(path, Buffer.from(await file.arrayBuffer()));
    const { stdout, stderr } = spawnSync(program, [...options, path], { encoding: 'utf8' });
    return stdout + stderr;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The data set of a file as DCMTK reads it, DICOM JSON. */
export async function readByDcmtk(file: Blob): Promise<DicomJson> {
  return JSON.parse(await judge(file, 'dcm2json')) as DicomJson;
}

export function readFileByDcmtk(path: string): DicomJson {
  return JSON.parse(execFileSync('dcm2json', [path], { encoding: 'utf8', maxBuffer: 1e9 })) as DicomJson;
}
