import classes from './SettingsDialog.module.css';

export interface ChooseProps<Option extends string> {
  label: string;
  value: Option;
  options: readonly Option[];
  textOf: (option: Option) => string;
  onChoose: (option: Option) => void;
}

/** One of a few, as a row of the settings. */
export function Choose<Option extends string>(props: ChooseProps<Option>) {
  const { label, value, options, textOf, onChoose } = props;
  return (
    <label className={classes.row}>
      <span>{label}</span>
      <select
        className="yy-target"
        value={value}
        onChange={({ currentTarget }) => {
          const chosen = options.find((option) => option === currentTarget.value);
          if (chosen !== undefined) onChoose(chosen);
        }}
      >
        {options.map((option) => (
          <option key={option} value={option}>
            {textOf(option)}
          </option>
        ))}
      </select>
    </label>
  );
}
