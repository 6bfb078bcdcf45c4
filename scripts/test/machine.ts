import { existsSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { canInstallPackages, installPackages } from '../../dicomweb-proxy/index.ts';

/** Something a stage needs on the machine besides the npm packages. */
interface Requirement {
  what: string;
  packages: string[];
  present: () => boolean;
}

const program = (...names: string[]) =>
  names.some((name) =>
    ['/usr/bin', '/usr/local/bin', '/usr/sbin'].some((folder) => existsSync(`${folder}/${name}`)),
  );

export const requirements = {
  orthanc: {
    what: 'Orthanc with its DICOMweb plugin',
    packages: ['orthanc', 'orthanc-dicomweb'],
    present: () => program('Orthanc') && existsSync('/usr/share/orthanc/plugins/libOrthancDicomWeb.so'),
  },
  dcmtk: { what: 'DCMTK', packages: ['dcmtk'], present: () => program('storescu') },
  chromium: { what: 'Chromium', packages: ['chromium'], present: () => program('chromium', 'google-chrome') },
  chineseFont: {
    what: 'a Chinese font',
    packages: ['fonts-noto-cjk'],
    present: () =>
      existsSync('/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc') ||
      (spawnSync('fc-list', [':lang=zh', 'family'], { encoding: 'utf8' }).stdout ?? '').trim() !== '',
  },
} satisfies Record<string, Requirement>;

export type RequirementName = keyof typeof requirements;

/** Installs with apt what is missing; throws an Error that names it when this user cannot. */
export async function ensureMachine(
  names: RequirementName[],
  onProgress: (text: string) => void,
): Promise<void> {
  const missing = [...new Set(names)].map((name) => requirements[name]).filter(({ present }) => !present());
  if (missing.length === 0) return;
  const packages = missing.flatMap((requirement) => requirement.packages);
  if (!canInstallPackages()) {
    throw new Error(
      `Missing: ${missing.map(({ what }) => what).join(', ')}. Install as root: apt-get install ${packages.join(' ')}`,
    );
  }
  await installPackages(packages, ['orthanc'], onProgress);
}
