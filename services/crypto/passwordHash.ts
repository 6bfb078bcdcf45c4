import { argon2, randomBytes, type Argon2Parameters } from 'node:crypto';
import { promisify } from 'node:util';
import { sameBytes } from './constantTime.ts';

const computeArgon2 = promisify(argon2) as (
  algorithm: 'argon2id',
  parameters: Argon2Parameters,
) => Promise<Buffer>;

/** Costs of argon2id (RFC 9106). */
export interface PasswordCosts {
  memoryKiB: number;
  passes: number;
  lanes: number;
}

/** OWASP's second choice: 19 MiB, two passes, one lane; some 30 ms. */
export const defaultPasswordCosts: PasswordCosts = { memoryKiB: 19_456, passes: 2, lanes: 1 };

export class PasswordError extends Error {
  override readonly name = 'PasswordError';
  readonly problem: 'too-long' | 'not-a-hash' | 'busy';

  constructor(problem: PasswordError['problem'], message: string) {
    super(message);
    this.problem = problem;
  }
}

/** In bytes of UTF-8; what is longer is no password but an attempt to keep us busy. */
export const longestPasswordBytes = 1024;

const saltBytes = 16;
const hashBytes = 32;
const atATime = 2;
const waitingAtMost = 100;
/** A damaged or planted row must not make us take gigabytes: far above whatever was ever configured here. */
const highestCosts: PasswordCosts = { memoryKiB: 1_048_576, passes: 20, lanes: 8 };

/**
 * Hashes passwords with argon2id of node:crypto, at most two at a time: each takes memory and one of the few threads
 * that read files, too.
 */
export class PasswordHasher {
  /** How many hashes were computed: the work that an attempt to sign in took. */
  computations = 0;
  readonly #costs: PasswordCosts;
  #running = 0;
  readonly #waiting: (() => void)[] = [];

  constructor(costs: PasswordCosts = defaultPasswordCosts) {
    this.#costs = costs;
  }

  /**
   * @returns a PHC string, `$argon2id$v=19$m=<KiB>,t=<passes>,p=<lanes>$<salt>$<hash>`
   * @throws PasswordError `too-long`, `busy`
   */
  async hash(password: string): Promise<string> {
    const message = passwordBytes(password);
    const salt = randomBytes(saltBytes);
    const hash = await this.#compute(message, salt, hashBytes, this.#costs);
    const { memoryKiB, passes, lanes } = this.#costs;
    return `$argon2id$v=19$m=${memoryKiB},t=${passes},p=${lanes}$${unpadded(salt)}$${unpadded(hash)}`;
  }

  /**
   * Whether it is the password of a PHC string, and whether that should be made anew (other costs than today's).
   * @param phc undefined where nobody has such a name or no password was set: the same work is done, in vain, so that
   *   the time does not tell
   * @throws PasswordError `too-long`, `busy`, `not-a-hash`
   */
  async verify(
    password: string,
    phc: string | undefined,
  ): Promise<{ correct: boolean; needsRehash: boolean }> {
    const message = passwordBytes(password);
    if (phc === undefined) {
      await this.#compute(message, randomBytes(saltBytes), hashBytes, this.#costs);
      return { correct: false, needsRehash: false };
    }
    const { costs, salt, hash } = parsePhc(phc);
    const correct = sameBytes(await this.#compute(message, salt, hash.length, costs), hash);
    const { memoryKiB, passes, lanes } = this.#costs;
    const asToday =
      costs.memoryKiB === memoryKiB &&
      costs.passes === passes &&
      costs.lanes === lanes &&
      hash.length === hashBytes &&
      salt.length === saltBytes;
    return { correct, needsRehash: !asToday };
  }

  async #compute(message: Buffer, nonce: Buffer, tagLength: number, costs: PasswordCosts): Promise<Buffer> {
    await this.#turn();
    try {
      this.computations += 1;
      return await computeArgon2('argon2id', {
        message,
        nonce,
        tagLength,
        memory: costs.memoryKiB,
        passes: costs.passes,
        parallelism: costs.lanes,
      });
    } finally {
      // The turn is handed on rather than given back, so nobody can come between.
      const next = this.#waiting.shift();
      if (next) next();
      else this.#running -= 1;
    }
  }

  async #turn(): Promise<void> {
    if (this.#running < atATime) {
      this.#running += 1;
      return;
    }
    if (this.#waiting.length >= waitingAtMost)
      throw new PasswordError(
        'busy',
        'too many people are signing in at this moment; try again in a few seconds',
      );
    await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }
}

/** The same characters typed on another keyboard may be other code points: NFKC makes them one (NIST SP 800-63B 5.1.1.2). */
function passwordBytes(password: string): Buffer {
  const bytes = Buffer.from(password.normalize('NFKC'), 'utf8');
  if (bytes.length > longestPasswordBytes)
    throw new PasswordError('too-long', `a password has at most ${longestPasswordBytes} bytes`);
  return bytes;
}

const unpadded = (bytes: Buffer): string => bytes.toString('base64').replace(/=+$/, '');

function parsePhc(phc: string): { costs: PasswordCosts; salt: Buffer; hash: Buffer } {
  const [, memory, passes, lanes, saltText = '', hashText = ''] =
    /^\$argon2id\$v=19\$m=(\d{1,7}),t=(\d{1,2}),p=(\d)\$([A-Za-z0-9+/]{11,86})\$([A-Za-z0-9+/]{16,86})$/.exec(
      phc,
    ) ?? [];
  const costs = { memoryKiB: Number(memory), passes: Number(passes), lanes: Number(lanes) };
  const possible =
    costs.lanes >= 1 &&
    costs.lanes <= highestCosts.lanes &&
    costs.passes >= 1 &&
    costs.passes <= highestCosts.passes &&
    costs.memoryKiB >= 8 * costs.lanes &&
    costs.memoryKiB <= highestCosts.memoryKiB;
  if (!possible)
    throw new PasswordError(
      'not-a-hash',
      'what is kept as a password hash is not one of argon2id that can be computed',
    );
  return { costs, salt: Buffer.from(saltText, 'base64'), hash: Buffer.from(hashText, 'base64') };
}
