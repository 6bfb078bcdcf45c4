import type { Logger } from 'pino';
import type { Guard } from '../dicomweb-proxy/index.ts';
import { badSession, createServices, type PasswordCosts, type Services } from '../services/index.ts';
import { accountTable } from './api/accountTable.ts';
import type { Accounts } from './app.ts';
import { clientPlace } from './clientAddress.ts';
import type { Config } from './config.ts';
import { StudyGuard } from './guardStudies.ts';
import { embedStudies } from './embed/embedStudies.ts';
import { embedTable } from './embed/embedTable.ts';
import { identify } from './identify.ts';
import { noteTries } from './noteTries.ts';
import { serviceProblem } from './serviceProblems.ts';
import { servicesConfig } from './servicesConfig.ts';
import type { Step } from './steps.ts';
import { Tries } from './Tries.ts';

export interface SignInOptions {
  config: Config;
  logger: Logger;
  /** milliseconds since 1970; default: Date.now */
  clock?: (() => number) | undefined;
  /** What a hash of a password may cost. */
  passwordCosts?: PasswordCosts | undefined;
}

/** All that signing in adds to the server. */
export interface SignInParts {
  services: Services;
  /** Who asks. */
  identify: Step;
  /** What they may. */
  guard: Guard;
  accounts: Accounts;
}

/**
 * Imported when it is needed: database, people and rules stay out of a server in which nobody signs in.
 * @throws what `createServices` throws
 */
export async function createSignIn(options: SignInOptions): Promise<SignInParts> {
  const { config, logger, clock, passwordCosts } = options;
  const services = await createServices({
    config: servicesConfig(config),
    logger: logger.child({ part: 'services' }),
    clock,
    passwordCosts,
  });
  const place = clientPlace(config);
  const onProblem = (error: Error): void => logger.error({ err: error }, error.message);
  // Far more than the pages of a hospital behind one address make that come with a cookie of yesterday, few for who guesses.
  const often = { points: 3000, seconds: 60, onRefused: noteTries(services) };
  const tries = new Tries({ name: 'session', ...often });
  const strangers = new Tries({ name: 'anonymous', ...often });
  return {
    services,
    identify: identify({
      ...{ admission: services.admission, place, tries, strangers, clock: services.clock },
      onRefused: ({ kind }, address) =>
        services.denials.note(`session ${kind} ${address}`, badSession(kind, address)),
    }),
    guard: new StudyGuard({ services, place, strangers, onProblem }),
    accounts: {
      table: (guard, proxy) =>
        accountTable(guard, {
          ...{ services, place, onProblem },
          studies: proxy.studies,
          embedStudies: embedStudies(proxy.studies, services),
          passwords: config.auth !== 'oidc',
          oidcName: config.oidcName,
        }),
      embedding: (guard, proxy, viewer) =>
        embedTable({ guard, services, place, studies: embedStudies(proxy.studies, services), viewer }),
      audit: services.audit,
      problemOf: serviceProblem,
    },
  };
}
