import { pageSession } from '../../dicomweb/index.ts';

/** What somebody has opened by a link, in this tab. */
export interface Visit {
  /** What stands in the link. */
  readonly id: string;
  readonly token: string;
  /** Written over images and report. */
  readonly mark: string;
}

const key = 'yunying.visit';
/** As the server lets a session rest. */
const shape = /^[\w-]{43}$/;

/** The visit of this page, if it is one: its requests carry the token, its pages a watermark. Dispatches `change`. */
class PageVisit extends EventTarget {
  #current: Visit | undefined;

  get current(): Visit | undefined {
    return this.#current;
  }

  begin(visit: Visit): void {
    this.#take(visit);
    keep(visit);
  }

  /** It is over: nothing is left that opens anything. */
  end(): void {
    this.#current = undefined;
    pageSession.token = undefined;
    keep(undefined);
    this.dispatchEvent(new Event('change'));
  }

  /**
   * Takes up what this tab had open before it was loaded anew, on the page of that link, and in its reading room where that was
   * loaded anew. Whoever goes there otherwise is who is signed in.
   */
  restore({ pathname }: { pathname: string }): void {
    const linked = linkedId(pathname);
    if (linked === undefined && !(pathname.startsWith('/viewer') && wasReloaded())) return;
    const kept = readKept();
    if (kept && (linked === undefined || linked === kept.id)) this.#take(kept);
  }

  #take(visit: Visit): void {
    this.#current = visit;
    pageSession.token = visit.token;
    this.dispatchEvent(new Event('change'));
  }
}

export const pageVisit = new PageVisit();

/** The id in the address of a shared page. */
export const linkedId = (pathname: string): string | undefined =>
  /^\/s\/([\w-]{1,64})\/?$/.exec(pathname)?.[1];

function wasReloaded(): boolean {
  const [entry] = performance.getEntriesByType('navigation');
  const type = (entry as PerformanceNavigationTiming | undefined)?.type;
  return type === 'reload' || type === 'back_forward';
}

/** Storage may be forbidden, or full: then the tab forgets with its next loading. */
function keep(visit: Visit | undefined): void {
  try {
    if (visit) sessionStorage.setItem(key, JSON.stringify(visit));
    else sessionStorage.removeItem(key);
  } catch {
    // As said.
  }
}

function readKept(): Visit | undefined {
  try {
    const { id, token, mark } = JSON.parse(sessionStorage.getItem(key) ?? 'null') as Visit;
    return typeof id === 'string' && shape.test(token) && typeof mark === 'string'
      ? { id, token, mark }
      : undefined;
  } catch {
    return undefined;
  }
}
