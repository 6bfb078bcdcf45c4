import { IconCheck } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import classes from './Choices.module.css';

export interface Choice {
  text: string;
  icon?: ReactNode;
  /** Second-rank text behind it. */
  detail?: string;
  /** The key that does the same. */
  hint?: string;
  chosen?: boolean;
  disabled?: boolean;
  choose: () => void;
}

export interface ChoicesProps {
  title?: string;
  choices: Choice[];
  /** A sentence below the list. */
  note?: string;
  close: () => void;
}

/** A list in a dropdown of which one is chosen. */
export function Choices({ title, choices, note, close }: ChoicesProps) {
  return (
    <>
      {title !== undefined && <h3 className={classes.title}>{title}</h3>}
      <ul className={classes.choices} aria-label={title}>
        {choices.map(({ text, icon, detail, hint, chosen, disabled, choose }) => (
          <li key={text}>
            <button
              type="button"
              className="yy-target"
              aria-current={chosen}
              disabled={disabled}
              onClick={() => {
                choose();
                close();
              }}
            >
              <span className={classes.text}>
                {icon} {text} {detail !== undefined && <small>{detail}</small>}
              </span>
              {chosen === true && <IconCheck size={16} aria-hidden />}
              {hint !== undefined && <kbd>{hint}</kbd>}
            </button>
          </li>
        ))}
      </ul>
      {note !== undefined && <p className={classes.note}>{note}</p>}
    </>
  );
}
