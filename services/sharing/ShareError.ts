export type ShareProblem =
  | 'share-expired'
  | 'share-withdrawn'
  | 'share-used-up'
  | 'share-not-yet'
  | 'share-locked'
  | 'no-such-share'
  /** phone, code or digits are not right: which of them is not said */
  | 'share-refused'
  | 'extraction-refused'
  | 'extraction-expired'
  /** what an administrator's limits, or the set-up, do not allow */
  | 'not-allowed'
  | 'sms-not-configured';

export class ShareError extends Error {
  override readonly name = 'ShareError';
  readonly problem: ShareProblem;

  constructor(problem: ShareProblem, message: string) {
    super(message);
    this.problem = problem;
  }
}
