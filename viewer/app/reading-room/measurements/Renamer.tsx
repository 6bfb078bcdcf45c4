import { useRef } from 'react';

export interface RenamerProps {
  name: string;
  value: string;
  /** Enter or leaving the field. */
  onDone: (value: string) => void;
  onCancel: () => void;
  inputMode?: 'text' | 'decimal';
  className?: string | undefined;
}

/** A field in the place of what it changes: Enter or leaving it is taken, Escape is not. */
export function Renamer({ name, value, onDone, onCancel, inputMode = 'text', className }: RenamerProps) {
  const escaped = useRef(false);
  return (
    <input
      className={className}
      aria-label={name}
      placeholder={name}
      defaultValue={value}
      inputMode={inputMode}
      maxLength={64}
      autoFocus
      onKeyDown={(event) => {
        event.stopPropagation();
        if (event.key === 'Escape') escaped.current = true;
        const done = event.key === 'Enter' && !event.nativeEvent.isComposing;
        if (done || event.key === 'Escape') event.currentTarget.blur();
      }}
      onBlur={(event) => (escaped.current ? onCancel() : onDone(event.currentTarget.value.trim()))}
    />
  );
}
