import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { canInstallPackages, installPackages } from '../../dicomweb-proxy/index.ts';
import { OptionError } from '../first-image/options.ts';

/** Where a program is: on the PATH or where Debian puts servers; undefined when it is not there. */
export function findProgram(name: string, path = process.env.PATH ?? ''): string | undefined {
  const folders = [...path.split(delimiter), '/usr/sbin', '/usr/local/sbin'].filter(Boolean);
  return folders.map((folder) => join(folder, name)).find(isExecutable);
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/**
 * The path of a program from a Debian package, which root installs where it is missing; a service in it stays off.
 * Throws OptionError saying what to install.
 */
export async function obtainProgram(
  name: string,
  { debianPackage = name, service }: { debianPackage?: string; service?: string } = {},
): Promise<string> {
  const found = findProgram(name);
  if (found) return found;
  if (canInstallPackages()) {
    await installPackages([debianPackage], service ? [service] : [], (text) => console.log(text));
    const installed = findProgram(name);
    if (installed) return installed;
  }
  throw new OptionError(
    `${name} is needed and not on the PATH: install it ("apt-get install ${debianPackage}" as root, or what this system has for it)`,
  );
}
