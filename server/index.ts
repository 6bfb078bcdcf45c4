/** The composition root: configuration, the application, its start and ordered end. */
export { ConfigError, loadConfig, type Config } from './config.ts';
export { servicesConfig } from './servicesConfig.ts';
export type { Step } from './steps.ts';
export { startServer, type RunningServer, type ServerOptions } from './startServer.ts';
export { certificateName, ownCertificateFolder } from './tls.ts';
