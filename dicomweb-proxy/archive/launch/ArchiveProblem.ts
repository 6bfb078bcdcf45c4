/**
 * Why there is no archive, in words for the person who started the program.
 * `message` says what is wrong, `remedy` what to do about it.
 */
export class ArchiveProblem extends Error {
  readonly remedy: string;

  constructor(message: string, remedy: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'ArchiveProblem';
    this.remedy = remedy;
  }
}
