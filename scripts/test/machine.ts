import { existsSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { canInstallPackages, installPackages } from '../../dicomweb-proxy/index.ts';
import { StartProblem } from '../start/StartProblem.ts';

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
  dicom3tools: { what: 'dicom3tools', packages: ['dicom3tools'], present: () => program('dciodvfy') },
  gdcm: { what: 'GDCM', packages: ['libgdcm-tools'], present: () => program('gdcmconv') },
  openjpeg: {
    what: 'OpenJPEG',
    packages: ['libopenjp2-tools'],
    present: () => program('opj_decompress'),
  },
  pydicom: {
    what: 'pydicom',
    packages: ['python3-pydicom', 'python3-numpy'],
    present: () => existsSync('/usr/lib/python3/dist-packages/pydicom'),
  },
  libjxl: { what: 'libjxl', packages: ['libjxl-tools'], present: () => program('djxl') },
  ghostscript: { what: 'Ghostscript', packages: ['ghostscript'], present: () => program('gs') },
  chineseFont: {
    what: 'a Chinese font',
    packages: ['fonts-noto-cjk'],
    present: () =>
      existsSync('/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc') ||
      (spawnSync('fc-list', [':lang=zh', 'family'], { encoding: 'utf8' }).stdout ?? '').trim() !== '',
  },
} satisfies Record<string, Requirement>;

export type RequirementName = keyof typeof requirements;

const missing = (names: RequirementName[]): Requirement[] =>
  [...new Set(names)].map((name) => requirements[name]).filter(({ present }) => !present());

/** Throws a StartProblem that names what is missing and how to get it. */
export function refuseIncompleteMachine(names: RequirementName[]): void {
  const lacking = missing(names);
  if (lacking.length === 0) return;
  throw new StartProblem(
    `Missing: ${lacking.map(({ what }) => what).join(', ')}.`,
    `As root: apt-get install ${lacking.flatMap(({ packages }) => packages).join(' ')}`,
  );
}

/** Installs with apt what is missing, where this user can; throws StartProblem when apt fails. */
export async function completeMachine(
  names: RequirementName[],
  onProgress: (text: string) => void,
): Promise<void> {
  const packages = missing(names).flatMap((requirement) => requirement.packages);
  if (packages.length > 0 && canInstallPackages()) await installPackages(packages, ['orthanc'], onProgress);
}
