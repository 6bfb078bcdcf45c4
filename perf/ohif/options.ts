import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';

/** Where OHIF's server sends DICOMweb requests. */
export interface DicomwebOrigin {
  /** the DICOMweb root, without a slash at the end, e.g. http://127.0.0.1:8042/dicom-web */
  url: string;
  username?: string;
  password?: string;
}

export interface OhifOptions {
  port: number;
  dicomweb: DicomwebOrigin;
  /** a tarball that `npm pack @ohif/app` made earlier, instead of fetching one */
  tarball?: string;
  cacheDir: string;
  minify: boolean;
}

export class OptionError extends Error {
  override name = 'OptionError';
}

/** Reads the command line; throws OptionError naming the option and its value. */
export function readOptions(argv: string[], env: NodeJS.ProcessEnv): OhifOptions {
  const { values } = parseArgs({
    args: argv,
    options: {
      port: { type: 'string', default: '3100' },
      dicomweb: { type: 'string' },
      orthanc: { type: 'string' },
      user: { type: 'string' },
      password: { type: 'string' },
      package: { type: 'string' },
      'cache-dir': { type: 'string', default: 'node_modules/.cache/ohif' },
      minify: { type: 'boolean', default: false },
    },
  });
  const port = Number(values.port);
  if (!Number.isInteger(port) || port < 0 || port > 65535) {
    throw new OptionError(`--port ${values.port}: a port number from 0 (any free one) to 65535 is wanted`);
  }
  const given = values.dicomweb ?? (values.orthanc && `${values.orthanc.replace(/\/+$/, '')}/dicom-web`);
  const dataDir = path.resolve(env.DATA_DIR ?? './data');
  const dicomweb = given
    ? { url: httpUrl('--dicomweb', given), username: values.user, password: values.password }
    : orthancOf(dataDir);
  return {
    port,
    dicomweb,
    ...(values.package ? { tarball: path.resolve(values.package) } : {}),
    cacheDir: path.resolve(values['cache-dir']),
    minify: values.minify,
  };
}

function httpUrl(option: string, value: string): string {
  if (!/^https?:$/.test(URL.canParse(value) ? new URL(value).protocol : '')) {
    throw new OptionError(`${option} ${value}: an http:// or https:// address is wanted`);
  }
  return value.replace(/\/+$/, '');
}

/** The Orthanc that `npm start` runs, from the configuration file it was started with. */
export function orthancOf(dataDir: string): DicomwebOrigin {
  const file = path.join(dataDir, 'orthanc', 'orthanc.json');
  if (!existsSync(file)) {
    throw new OptionError(`no --dicomweb or --orthanc given, and there is no ${file} of a running archive`);
  }
  const config = JSON.parse(readFileSync(file, 'utf8')) as {
    HttpPort?: number;
    RegisteredUsers?: Record<string, string>;
  };
  const [username, password] = Object.entries(config.RegisteredUsers ?? {})[0] ?? [];
  return { url: `http://127.0.0.1:${config.HttpPort ?? 8042}/dicom-web`, username, password };
}
