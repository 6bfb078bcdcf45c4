/** Where a codec's .wasm file is. */
export interface WasmFile {
  /** For browsers: what the bundler has made of `new URL('<package>/...wasm', import.meta.url)`. */
  url: URL;
  /** For Node: the same file as `<package>/...`. */
  packagePath: string;
}

export const isNode = typeof process === 'object' && typeof process.versions?.node === 'string';

/** Reads or fetches a .wasm file and compiles it. */
export async function compileWasm({ url, packagePath }: WasmFile): Promise<WebAssembly.Module> {
  if (isNode) return WebAssembly.compile(readFromPackage(packagePath));
  return fetchWasm(url);
}

export async function fetchWasm(url: URL): Promise<WebAssembly.Module> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url.pathname} could not be loaded: ${response.status}`);
  // Streaming needs the media type; a server that does not know it must not stop the images.
  if (response.headers.get('content-type')?.startsWith('application/wasm'))
    return WebAssembly.compileStreaming(response);
  return WebAssembly.compile(await response.arrayBuffer());
}

/** Without an import of Node's modules, which a bundler for browsers would stumble over. */
function readFromPackage(packagePath: string): Uint8Array<ArrayBuffer> {
  const { createRequire } = process.getBuiltinModule('node:module');
  const { readFileSync } = process.getBuiltinModule('node:fs');
  return new Uint8Array(readFileSync(createRequire(import.meta.url).resolve(packagePath)));
}
