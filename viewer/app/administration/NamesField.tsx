import { Button, TextInput } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { useId, useState, type KeyboardEvent } from 'react';
import { useTranslation } from '../../i18n/index.ts';
import classes from './list.module.css';

export interface Suggestion {
  readonly value: string;
  readonly label: string;
}

interface NamesFieldProps {
  label: string;
  hint?: string | undefined;
  values: readonly string[];
  onChange: (values: string[]) => void;
  /** What is offered while one types. */
  suggestions?: readonly Suggestion[];
  /** Nothing but what is offered. */
  strict?: boolean;
}

/** Several names, one by one. What has been typed and not added counts as added when one goes on to something else. */
export function NamesField({
  label,
  hint,
  values,
  onChange,
  suggestions = [],
  strict = false,
}: NamesFieldProps) {
  const { t } = useTranslation('rules');
  const id = useId();
  const [text, setText] = useState('');
  const [unknown, setUnknown] = useState(false);
  const labelOf = (value: string): string =>
    suggestions.find((suggestion) => suggestion.value === value)?.label ?? value;
  const add = (): void => {
    const typed = text.trim();
    if (typed === '') return;
    const known = suggestions.find(({ value: one, label: its }) => one === typed || its === typed);
    if (strict && !known) return setUnknown(true);
    const value = known?.value ?? typed;
    if (!values.includes(value)) onChange([...values, value]);
    setText('');
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter') return;
    // It would send the form.
    event.preventDefault();
    add();
  };
  return (
    <div role="group" aria-label={label}>
      <label className={classes.label} htmlFor={id}>
        {label}
      </label>
      <ul className={classes.chips}>
        {values.map((value) => (
          <li key={value}>
            {labelOf(value)}
            <button
              type="button"
              aria-label={t('fields.removeOne', { name: labelOf(value) })}
              onClick={() => onChange(values.filter((one) => one !== value))}
            >
              <IconX size={14} aria-hidden />
            </button>
          </li>
        ))}
      </ul>
      <div className={classes.enter}>
        <TextInput
          id={id}
          size="xs"
          list={`${id}-list`}
          autoComplete="off"
          maxLength={128}
          value={text}
          error={unknown && t('fields.unknown')}
          onChange={({ currentTarget }) => {
            setText(currentTarget.value);
            setUnknown(false);
          }}
          onKeyDown={onKeyDown}
          onBlur={add}
        />
        <Button size="xs" variant="default" onClick={add} disabled={text.trim() === ''}>
          {t('fields.add')}
        </Button>
      </div>
      {hint !== undefined && <p className={classes.hint}>{hint}</p>}
      <datalist id={`${id}-list`}>
        {suggestions
          .filter(({ value }) => !values.includes(value))
          .map(({ value, label: its }) => (
            <option key={value} value={its} />
          ))}
      </datalist>
    </div>
  );
}

export const namesAsSuggestions = (names: readonly string[] = []): Suggestion[] =>
  names.map((name) => ({ value: name, label: name }));
