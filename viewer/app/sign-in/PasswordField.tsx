import '@mantine/core/styles/PasswordInput.layer.css';
import { PasswordInput, type PasswordInputProps } from '@mantine/core';
import { useState, type KeyboardEvent } from 'react';
import { useTranslation } from '../../i18n/index.ts';

/** A password, with a word when Caps Lock is on. */
export function PasswordField({ description, ...rest }: PasswordInputProps) {
  const { t } = useTranslation('signIn');
  const [capsLock, setCapsLock] = useState(false);
  const look = (event: KeyboardEvent): void => setCapsLock(event.getModifierState('CapsLock'));
  return (
    <PasswordInput
      {...rest}
      description={capsLock ? <span role="status">{t('capsLock')}</span> : description}
      inputWrapperOrder={['label', 'input', 'description', 'error']}
      onKeyDown={look}
      onKeyUp={look}
      onBlur={() => setCapsLock(false)}
      visibilityToggleButtonProps={{ 'aria-label': t('showPassword') }}
      required
      withAsterisk={false}
    />
  );
}
