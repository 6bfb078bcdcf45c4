import list from '../administration/list.module.css';

interface ChecksProps<Value extends string | number> {
  label: string;
  options: readonly { value: Value; label: string }[];
  values: readonly Value[];
  onChange: (values: Value[]) => void;
}

/** Any of a few things, in the order in which they are offered. */
export function Checks<Value extends string | number>({
  label,
  options,
  values,
  onChange,
}: ChecksProps<Value>) {
  return (
    <div role="group" aria-label={label}>
      <span className={list.label}>{label}</span>
      <div className={list.checks}>
        {options.map(({ value, label: its }) => (
          <label key={value}>
            <input
              type="checkbox"
              checked={values.includes(value)}
              onChange={({ currentTarget: { checked } }) =>
                onChange(
                  options
                    .map((option) => option.value)
                    .filter((one) => (one === value ? checked : values.includes(one))),
                )
              }
            />
            {its}
          </label>
        ))}
      </div>
    </div>
  );
}

interface CheckProps {
  label: string;
  checked: boolean;
  onChange: (checked: boolean) => void;
}

/** One thing that holds or not. */
export function Check({ label, checked, onChange }: CheckProps) {
  return (
    <label className={list.check}>
      <input
        type="checkbox"
        checked={checked}
        onChange={({ currentTarget }) => onChange(currentTarget.checked)}
      />
      {label}
    </label>
  );
}
