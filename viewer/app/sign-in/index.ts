export { PasswordField } from './PasswordField.tsx';
export { passwordProblemOf, type PasswordProblem } from './passwordProblem.ts';
export { useSecondsUntil } from './ProblemText.tsx';
export { SetupPage } from './SetupPage.tsx';
export { SignInDialog } from './SignInDialog.tsx';
export { SignInPage } from './SignInPage.tsx';
