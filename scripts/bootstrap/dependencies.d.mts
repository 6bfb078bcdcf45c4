export type DependencyState = { ready: true } | { ready: false; reason: string };

/** Compares what is installed below `root` with its package-lock.json. */
export function dependencyState(root: string): DependencyState;

/** Path of the Node that the packages bring along. */
export function packagedNode(root: string): string;

/** Runs `npm ci`; throws an Error whose message ends with what npm said. */
export function installDependencies(root: string, onProgress: (text: string) => void): Promise<void>;
