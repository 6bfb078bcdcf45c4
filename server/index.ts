/** The composition root: configuration, the application, its start and ordered end. */
export { ConfigError, loadConfig, type Config } from './config.ts';
export { startServer, type RunningServer, type ServerOptions } from './startServer.ts';
