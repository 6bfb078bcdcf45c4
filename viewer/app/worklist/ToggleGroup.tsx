import classes from './ToggleGroup.module.css';

interface ToggleGroupProps<Value extends string> {
  label: string;
  choices: readonly { value: Value; text: string; title?: string }[];
  pressed: (value: Value) => boolean;
  onPress: (value: Value) => void;
  /** `joined`: one of them is on; `chips`: any number. */
  look: 'joined' | 'chips';
}

/** A row of small buttons that are on or off. */
export function ToggleGroup<Value extends string>({
  label,
  choices,
  pressed,
  onPress,
  look,
}: ToggleGroupProps<Value>) {
  return (
    <div className={classes.group} data-look={look} role="group" aria-label={label}>
      {choices.map(({ value, text, title }) => (
        <button
          key={value}
          type="button"
          className={`${classes.toggle} yy-target`}
          aria-pressed={pressed(value)}
          title={title}
          onClick={() => onPress(value)}
        >
          {text}
        </button>
      ))}
    </div>
  );
}
