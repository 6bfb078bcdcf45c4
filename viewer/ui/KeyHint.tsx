import classes from './KeyHint.module.css';

/** A key or chord as on the keyboard: `/`, `Ctrl+Enter`. */
export function KeyHint({ keys }: { keys: string }) {
  return <kbd className={classes.key}>{keys}</kbd>;
}
