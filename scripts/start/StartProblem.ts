/** Why the program cannot go on, for the person at the terminal: `message` what is wrong, `remedy` what to do. */
export class StartProblem extends Error {
  readonly remedy: string;

  constructor(message: string, remedy: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'StartProblem';
    this.remedy = remedy;
  }
}

/** The text to print for whatever was thrown: no stack for problems that carry their remedy. */
export function describeProblem(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const remedy = 'remedy' in error && typeof error.remedy === 'string' ? error.remedy : undefined;
  if (remedy !== undefined) return `${error.message}\n\nWhat to do: ${remedy}`;
  if (error.name === 'ConfigError')
    return `${error.message}\n\nWhat to do: correct or unset these variables (README, "Configuration").`;
  return error.stack ?? error.message;
}
