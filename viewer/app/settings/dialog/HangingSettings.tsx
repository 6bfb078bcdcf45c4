import { Button } from '@mantine/core';
import { useTranslation } from '../../../i18n/index.ts';
import { builtInProtocols, type HangingProtocol } from '../../../imaging/index.ts';
import { preferences, usePreferences } from '../usePreferences.ts';
import { Choose } from './Choose.tsx';
import classes from './SettingsDialog.module.css';

const modalities = ['CT', 'MR', 'PT', 'DX', 'CR', 'MG', 'US', 'XA'] as const;
const layouts = ['1x1', '1x2', '2x1', '2x2', '2x3', '3x3'] as const;

/** The layout each modality opens with, and which hanging protocols are applied by themselves. */
export function HangingSettings() {
  const { t } = useTranslation(['settings', 'roomTools']);
  const { layouts: chosen, hangingProtocols, automaticProtocols } = usePreferences();
  const nameOf = ({ id, name }: HangingProtocol): string =>
    name ?? t(`roomTools:hanging.builtIn.${id as 'ct-chest'}`);
  const own = new Set(hangingProtocols);
  return (
    <>
      <h3>{t('layoutByModality')}</h3>
      {modalities.map((modality) => {
        const layout = chosen[modality];
        const value = layouts.find((one) => one === `${layout?.rows}x${layout?.columns}`) ?? '1x1';
        return (
          <Choose
            key={modality}
            label={modality}
            value={value}
            options={layouts}
            textOf={(one) => (one === '1x1' ? t('layoutDefault') : one.replace('x', ' × '))}
            onChoose={(one) => {
              const [rows = 1, columns = 1] = one.split('x').map(Number);
              preferences().change({ layouts: { ...chosen, [modality]: { rows, columns } } });
            }}
          />
        );
      })}
      <h3>{t('roomTools:hanging.label')}</h3>
      {[...hangingProtocols, ...builtInProtocols].map((protocol) => (
        <div key={protocol.id} className={classes.row}>
          <span>
            {nameOf(protocol)} <small>{own.has(protocol) ? t('own') : t('builtIn')}</small>
          </span>
          <label className={classes.keys}>
            <input
              type="checkbox"
              checked={automaticProtocols[protocol.id] ?? protocol.automatic}
              onChange={({ currentTarget }) =>
                preferences().change({
                  automaticProtocols: { ...automaticProtocols, [protocol.id]: currentTarget.checked },
                })
              }
            />
            {t('automatic')}
          </label>
          {own.has(protocol) && (
            <Button
              variant="subtle"
              aria-label={t('removeProtocol', { name: nameOf(protocol) })}
              onClick={() =>
                preferences().change({
                  hangingProtocols: hangingProtocols.filter(({ id }) => id !== protocol.id),
                })
              }
            >
              {t('remove')}
            </Button>
          )}
        </div>
      ))}
    </>
  );
}
