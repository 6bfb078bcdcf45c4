/**
 * The session of this page, or of this worker, as far as its requests go. Dispatches `signed-out` when a request met that there is
 * none, once until `resume`; and `resumed` when it is settled how to go on.
 */
export class PageSession extends EventTarget {
  #token: string | undefined;
  #over: PromiseWithResolvers<boolean> | undefined;
  #turn = 0;

  /**
   * Sent with every request where there is one: of pages that are not signed in by a cookie (in a frame of another site, shared).
   * Only in memory, never kept. Dispatches `token`.
   */
  get token(): string | undefined {
    return this.#token;
  }

  set token(token: string | undefined) {
    this.#token = token;
    this.dispatchEvent(new Event('token'));
  }

  /** Requests wait for somebody to sign in. */
  get isOver(): boolean {
    return this.#over !== undefined;
  }

  /** Raised by each `resume`: tells whether an answer is older than the last time somebody signed in. */
  get turn(): number {
    return this.#turn;
  }

  /** There is no session any more. Resolves with whether to ask again: true once somebody has signed in. */
  end(): Promise<boolean> {
    if (!this.#over) {
      this.#over = Promise.withResolvers();
      this.dispatchEvent(new Event('signed-out'));
    }
    return this.#over.promise;
  }

  /** @param again requests that wait are sent again; false: they get the refusal that they met */
  resume(again: boolean): void {
    this.#turn += 1;
    this.#over?.resolve(again);
    this.#over = undefined;
    this.dispatchEvent(new CustomEvent('resumed', { detail: again }));
  }
}

export const pageSession = new PageSession();
