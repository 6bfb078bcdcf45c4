import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ArchiveProblem } from '../ArchiveProblem.ts';
import { findOrthanc, obtainOrthancInstallation } from '../debianArchive.ts';

describe('Orthanc on this machine', () => {
  let root = '';
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'yunying-test-'));
    mkdirSync(join(root, 'usr/sbin'), { recursive: true });
    mkdirSync(join(root, 'usr/share/orthanc/plugins'), { recursive: true });
  });
  afterEach(() => rmSync(root, { recursive: true }));

  it('counts only with its DICOMweb plugin and when it can be run', () => {
    const executable = join(root, 'usr/sbin/Orthanc');
    const dicomWebPlugin = join(root, 'usr/share/orthanc/plugins/libOrthancDicomWeb.so');
    writeFileSync(executable, '', { mode: 0o755 });
    expect(findOrthanc(root)).toBeUndefined();
    writeFileSync(dicomWebPlugin, '');
    expect(findOrthanc(root)).toEqual({ executable, dicomWebPlugin });
    rmSync(executable);
    writeFileSync(executable, '', { mode: 0o644 });
    expect(findOrthanc(root)).toBeUndefined();
  });

  it('says what to do when it is missing and this user cannot install it', async () => {
    const wasRoot = process.geteuid?.() === 0;
    if (wasRoot) process.seteuid?.(65534);
    try {
      const problem = await obtainOrthancInstallation(() => undefined, root).catch((error: unknown) => error);
      expect(problem).toBeInstanceOf(ArchiveProblem);
      expect((problem as ArchiveProblem).message).toContain('needs root and apt');
      expect((problem as ArchiveProblem).remedy).toMatch(
        /apt-get install orthanc orthanc-dicomweb[^]*sudo npm start[^]*Docker[^]*ORTHANC_URL/,
      );
    } finally {
      if (wasRoot) process.seteuid?.(0);
    }
  });
});
