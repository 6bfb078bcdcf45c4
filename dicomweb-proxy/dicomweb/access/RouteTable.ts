import { Router, type NextFunction, type Request, type Response } from 'express';
import type { Archive, StudyRecord } from '../../archive/index.ts';
import type { Guard, Right } from './Guard.ts';
import { RecordsOfPath } from './RecordsOfPath.ts';
import type { Checked, CheckedRecords, Rule } from './Rule.ts';

/** GET answers HEAD too. */
export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

export interface RouteRow {
  readonly method: Method;
  /** As clients see it, with Express' parameters: `/dicom-web/studies/:study`. */
  readonly path: string;
  readonly rule: Rule;
}

export interface Route<R extends Rule, Asked> {
  readonly method: Method;
  /** Below that of the table. */
  readonly path: string;
  readonly rule: R;
  /** False: the request is for a later row of the same address. */
  readonly when?: (request: Request) => boolean;
  /** What the request asks for, from itself alone: it is refused for mistakes before anything is looked up. */
  readonly parse?: (request: Request) => Asked;
  /** How many frames the answer shows; default: none. */
  readonly frames?: (asked: Asked) => number;
  readonly handler: (
    checked: Checked<R> & { readonly asked: Asked },
    request: Request,
    response: Response,
    next: NextFunction,
  ) => unknown;
}

export interface RouteTableOptions {
  guard: Guard;
  /** Where what addresses name is found. Without it no rule can be about a study. */
  archive?: Archive;
  /** Where it is mounted, without a slash at the end. */
  path?: string;
}

const expressMethods = {
  GET: 'get',
  POST: 'post',
  PUT: 'put',
  PATCH: 'patch',
  DELETE: 'delete',
} as const satisfies Record<Method, string>;

const made = new WeakSet<object>();

/** Whether a route of Express was made by a table, and so is checked. */
export const isOfTable = (route: object): boolean => made.has(route);

/**
 * All addresses with who may use them, and the one place that checks it. In this order: is anybody admitted (401), is the
 * request in itself right (400, 406), are the UIDs (400), is there such a study for who asks (404), have they the right (403), and only
 * then its series and instances (404). A handler gets what was checked; it cannot look studies up itself.
 */
export class RouteTable {
  readonly router = Router({ caseSensitive: true });
  readonly #guard: Guard;
  readonly #records: RecordsOfPath | undefined;
  readonly #path: string;
  readonly #rows: RouteRow[] = [];
  /** Answers on their way that are told of, with the frames they show. */
  readonly #answering = new WeakMap<Response, number>();

  constructor({ guard, archive, path = '' }: RouteTableOptions) {
    this.#guard = guard;
    this.#records = archive && new RecordsOfPath(archive, guard);
    this.#path = path;
  }

  rows(): readonly RouteRow[] {
    return this.#rows;
  }

  add<const R extends Rule, Asked = undefined>(route: Route<R, Asked>): void {
    const { method, path, rule, when, parse, frames, handler } = route;
    assertNamed(path, rule);
    this.#rows.push({ method, path: this.#path + path, rule });
    const ofExpress = this.router.route(path);
    made.add(ofExpress);
    ofExpress[expressMethods[method]](async (request, response, next) => {
      if (rule.open === undefined) await this.#guard.admit(request);
      if (when && !when(request)) return next();
      const asked = parse?.(request) as Asked;
      const checked = (await this.#checked(rule, request)) as Checked<R>;
      if (rule.right && 'study' in checked)
        this.#tellAnswer(request, response, rule.right, checked.study, frames?.(asked) ?? 0);
      await handler({ ...checked, asked }, request, response, next);
    });
  }

  #tellAnswer(request: Request, response: Response, right: Right, study: StudyRecord, frames: number): void {
    const guard = this.#guard;
    if (!guard.answered) return;
    const isNew = !this.#answering.has(response);
    // What goes on to a later row of the same address is one answer.
    this.#answering.set(response, frames);
    if (!isNew) return;
    response.once('close', () => {
      const bytes = request.method === 'HEAD' ? 0 : Number(response.getHeader('content-length') ?? 0);
      const shown = this.#answering.get(response) ?? 0;
      guard.answered?.(request, { right, study }, { status: response.statusCode, frames: shown, bytes });
    });
  }

  /** The last of all: who is not admitted does not learn which addresses there are. */
  otherwise(refuse: (request: Request) => Error): void {
    const guard = this.#guard;
    this.router.use(async function noSuchRoute(request) {
      await guard.admit(request);
      throw refuse(request);
    });
  }

  async #checked(
    { open, signedIn, right, of }: Rule,
    request: Request,
  ): Promise<Record<never, never> | CheckedRecords[keyof CheckedRecords]> {
    // Who is admitted is signed in.
    if (open !== undefined || signedIn !== undefined) return {};
    if (of === undefined) {
      await this.#guard.check(request, { right });
      return {};
    }
    if (!this.#records) throw new Error('this table knows no studies');
    if (of !== 'studies') return this.#records.find(of, right, request, request.params);
    await this.#guard.check(request, { right });
    const view = await this.#guard.view(request);
    return { studies: await this.#records.inView(request, view) };
  }
}

/** A rule about a study whose address names none, or the other way round, is a mistake that shows at the start. */
function assertNamed(path: string, { open, signedIn, right, of }: Rule): void {
  const named = (['study', 'series', 'instance'] as const).filter((level) => path.includes(`/:${level}`));
  const wanted = { study: 1, series: 2, instance: 3, studies: 0 };
  // Into what is not there yet something may be stored.
  if (right === 'upload' && of === undefined) return;
  const count = of === undefined ? 0 : wanted[of];
  if (named.length !== count) {
    const kind = open === undefined ? (signedIn === undefined ? right : 'signed in') : 'open';
    const rule = `${kind}${of ? ` of ${of}` : ''}`;
    throw new Error(`${path} names ${named.length} levels, its rule (${rule}) is about ${count}`);
  }
}
