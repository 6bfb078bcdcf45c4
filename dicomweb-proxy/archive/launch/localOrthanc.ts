import type { ArchiveDirectory } from './archiveDirectory.ts';
import { confinement } from './confinement.ts';
import type { OrthancInstallation } from './debianArchive.ts';
import type { OrthancKind } from './runOrthanc.ts';

/** Orthanc as a process of this machine. */
export function localOrthanc(directory: ArchiveDirectory, installation: OrthancInstallation): OrthancKind {
  return {
    settings: (ports) => ({
      storageDirectory: directory.storage,
      httpPort: ports.http,
      dicomPort: ports.dicom,
      dicomWebPlugin: installation.dicomWebPlugin,
      remoteAccess: false,
    }),
    command: () => [...confinement(directory.root), installation.executable, directory.configuration],
  };
}
