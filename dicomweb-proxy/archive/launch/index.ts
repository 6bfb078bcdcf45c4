/** Obtaining an Orthanc and running it: the way from nothing to an archive that answers. */
export { ArchiveProblem } from './ArchiveProblem.ts';
export { canInstallPackages, installPackages } from './debianPackages.ts';
export { type ArchiveOptions, type ObtainedArchive, obtainArchive } from './obtainArchive.ts';
export { freePort, portObstacle } from './ports.ts';
export { type ProcessIdentity, identifyProcess, isAlive, parseIdentity } from './processIdentity.ts';
