import { accessSync, constants, existsSync } from 'node:fs';
import { join } from 'node:path';
import { ArchiveProblem } from './ArchiveProblem.ts';
import { canInstallPackages, forgetServicePolicy, installPackages } from './debianPackages.ts';

/** Where the parts of an installed Orthanc are. */
export interface OrthancInstallation {
  executable: string;
  dicomWebPlugin: string;
}

const packages = ['orthanc', 'orthanc-dicomweb'];

function executable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** The Orthanc with DICOMweb plugin of this machine, if there is one. `root` is where its file system begins. */
export function findOrthanc(root = '/'): OrthancInstallation | undefined {
  const folders = ['/usr/sbin', '/usr/bin', '/usr/local/sbin', '/usr/local/bin', '/opt/orthanc/bin'];
  const found = folders.map((folder) => join(root, folder, 'Orthanc')).find(executable);
  const plugin = [
    '/usr/share/orthanc/plugins',
    '/usr/lib/orthanc',
    '/usr/local/share/orthanc/plugins',
    '/opt/orthanc/plugins',
  ]
    .map((folder) => join(root, folder, 'libOrthancDicomWeb.so'))
    .find((path) => existsSync(path));
  return found && plugin ? { executable: found, dicomWebPlugin: plugin } : undefined;
}

/** Finds Orthanc on this machine or installs Debian's packages; throws ArchiveProblem when neither works. */
export async function obtainOrthancInstallation(
  onProgress: (text: string) => void,
  root = '/',
): Promise<OrthancInstallation> {
  forgetServicePolicy();
  const present = findOrthanc(root);
  if (present) return present;
  if (!canInstallPackages()) {
    throw new ArchiveProblem(
      'There is no archive: ORTHANC_URL is not set, no Docker engine answers, Orthanc is not installed, ' +
        'and installing it needs root and apt.',
      'Do one of these, then start again:\n' +
        `  - as root: apt-get install ${packages.join(' ')} && systemctl disable --now orthanc\n` +
        '  - start as root (sudo npm start), which does this by itself\n' +
        '  - start a Docker engine that this user may use\n' +
        '  - set ORTHANC_URL (and ORTHANC_USERNAME, ORTHANC_PASSWORD) to an Orthanc with the DICOMweb plugin',
    );
  }
  await installPackages(packages, ['orthanc'], onProgress);
  const installation = findOrthanc();
  if (!installation) {
    throw new ArchiveProblem(
      'The packages are installed, but Orthanc or its DICOMweb plugin is not where Debian puts them.',
      `Try "apt-get install --reinstall ${packages.join(' ')}", or set ORTHANC_URL.`,
    );
  }
  return installation;
}
