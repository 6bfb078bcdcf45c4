import { IconCheck } from '@tabler/icons-react';
import classes from './Choices.module.css';

export interface Choice {
  text: string;
  /** Second-rank text behind it. */
  detail?: string;
  /** The key that does the same. */
  hint?: string;
  chosen?: boolean;
  choose: () => void;
}

/** A list in a dropdown of which one is chosen. */
export function Choices({ choices, close }: { choices: Choice[]; close: () => void }) {
  return (
    <ul className={classes.choices}>
      {choices.map(({ text, detail, hint, chosen, choose }) => (
        <li key={text}>
          <button
            type="button"
            className="yy-target"
            aria-current={chosen}
            onClick={() => {
              choose();
              close();
            }}
          >
            <span>
              {text} {detail !== undefined && <small>{detail}</small>}
            </span>
            {hint !== undefined && <kbd>{hint}</kbd>}
            {chosen === true && <IconCheck size={16} aria-hidden />}
          </button>
        </li>
      ))}
    </ul>
  );
}
