import { CloseButton, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { useState, type KeyboardEvent, type Ref } from 'react';
import type { SearchScope } from '../../dicomweb/index.ts';
import { useTranslation } from '../../i18n/index.ts';
import { KeyHint } from '../../ui/index.ts';
import classes from './SearchBox.module.css';

interface SearchBoxProps {
  text: string;
  scope: SearchScope;
  onSearch: (search: { text: string; scope?: SearchScope }) => void;
  /** Arrow down or Enter: on to the rows. */
  onLeave: () => void;
  ref: Ref<HTMLInputElement>;
}

const scopes: SearchScope[] = ['any', 'name', 'id', 'accession'];

/** One box for name, patient ID and accession number; searches when typing pauses, or at once with Enter. */
export function SearchBox({ text, scope, onSearch, onLeave, ref }: SearchBoxProps) {
  const { t } = useTranslation('worklist');
  const [typed, setTyped] = useState(text);
  // What the address says wins when it changes by another way than typing (cleared filters, back).
  const [searched, setSearched] = useState(text);
  if (text !== searched) {
    setSearched(text);
    setTyped(text);
  }

  const search = (value: string) => {
    setSearched(value);
    onSearch({ text: value });
  };
  const searchSoon = useDebouncedCallback(search, 300);
  const change = (value: string) => {
    setTyped(value);
    searchSoon(value);
  };

  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.nativeEvent.isComposing) return; // Enter and arrows belong to the input method
    if (event.key === 'Enter') {
      searchSoon.cancel();
      if (typed !== text) search(typed);
      else onLeave();
    } else if (event.key === 'ArrowDown') onLeave();
    else if (event.key === 'Escape') {
      if (typed === '') event.currentTarget.blur();
      else change('');
    } else return;
    event.preventDefault();
    event.stopPropagation();
  };

  return (
    <div className={classes.box} role="search">
      <select
        className={`${classes.scope} yy-target`}
        aria-label={t('search.scope')}
        value={scope}
        onChange={(event) => onSearch({ text: typed, scope: event.currentTarget.value as SearchScope })}
      >
        {scopes.map((value) => (
          <option key={value} value={value}>
            {t(`search.${value}`)}
          </option>
        ))}
      </select>
      <TextInput
        ref={ref}
        className={classes.input}
        classNames={{ input: classes.field }}
        size="xs"
        type="text"
        inputMode="search"
        autoComplete="off"
        spellCheck={false}
        aria-label={t('search.label')}
        aria-keyshortcuts="/"
        placeholder={scope === 'any' ? t('search.placeholder') : t(`search.${scope}`)}
        leftSection={<IconSearch size={16} stroke={1.75} />}
        rightSection={
          typed === '' ? (
            <span className={classes.hint}>
              <KeyHint keys="/" />
            </span>
          ) : (
            <CloseButton size="sm" aria-label={t('search.clear')} onClick={() => change('')} />
          )
        }
        rightSectionPointerEvents={typed === '' ? 'none' : 'all'}
        value={typed}
        onChange={(event) => change(event.currentTarget.value)}
        onKeyDown={onKeyDown}
      />
    </div>
  );
}
