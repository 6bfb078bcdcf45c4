import { Button } from '@mantine/core';
import { IconArrowLeft, IconMaximize } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import { Link } from 'react-router';
import { useTranslation } from '../../i18n/index.ts';
import { AppHeader, LanguageSwitch } from '../../ui/index.ts';
import { drawTexts } from './drawTexts.ts';
import { luminanceLevels, luminanceStep, qualityControl, uniform } from './patterns.ts';
import classes from './MonitorTestPage.module.css';
import { useDevicePixels, type DevicePixels } from './useDevicePixels.ts';

const kinds = ['qc', 'step', 'uniform10', 'uniform80'] as const;
type Kind = (typeof kinds)[number];

/** `/monitor-test`: patterns for a look at the monitor, one pixel of theirs on one pixel of it, and what to look for. */
export function MonitorTestPage() {
  const { t } = useTranslation(['monitorTest', 'common', 'readingRoom']);
  const stage = useRef<HTMLDivElement>(null);
  const [kind, setKind] = useState<Kind>('qc');
  const [step, setStep] = useState(luminanceLevels.length - 1);
  const pixels = useDevicePixels(stage);
  useEffect(() => {
    document.title = `${t('title')} · ${t('common:product')}`;
  }, [t]);
  return (
    <div className={classes.page}>
      <AppHeader
        name={t('common:product')}
        renderHome={(brand) => <Link to="/">{brand}</Link>}
        end={<LanguageSwitch />}
      >
        <strong>{t('title')}</strong>
      </AppHeader>
      <aside className={classes.side}>
        <Button
          component={Link}
          to="/"
          variant="default"
          leftSection={<IconArrowLeft size={16} aria-hidden />}
        >
          {t('readingRoom:toWorklist')}
        </Button>
        <div role="radiogroup" aria-label={t('pattern')} className={classes.kinds}>
          {kinds.map((one) => (
            <label key={one} className="yy-target">
              <input type="radio" name="pattern" checked={one === kind} onChange={() => setKind(one)} />
              {t(`kinds.${one}`)}
            </label>
          ))}
        </div>
        {kind === 'step' && (
          <label className={classes.step}>
            {t('step', { number: step + 1, count: luminanceLevels.length, level: luminanceLevels[step] })}
            <input
              type="range"
              className="yy-target"
              min={0}
              max={luminanceLevels.length - 1}
              value={step}
              onChange={({ currentTarget }) => setStep(Number(currentTarget.value))}
            />
          </label>
        )}
        <Button
          leftSection={<IconMaximize size={16} aria-hidden />}
          onClick={() => void stage.current?.requestFullscreen().catch(() => undefined)}
        >
          {t('fullScreen')}
        </Button>
        <p>{t('leave')}</p>
        <h2>{t('lookFor')}</h2>
        <ol>
          {(['grid', 'patches', 'insets', 'lines', 'ramps', 'letters', 'uniform', 'meter'] as const).map(
            (item) => (
              <li key={item}>{t(`checks.${item}`)}</li>
            ),
          )}
        </ol>
        <p className={classes.honest}>{t('honest')}</p>
        {pixels && (
          <p className={classes.honest}>
            {t('pixels', { width: pixels.width, height: pixels.height, ratio: pixels.ratio })}
            {!pixels.exact && <strong> {t('notExact')}</strong>}
          </p>
        )}
      </aside>
      <div ref={stage} className={classes.stage} tabIndex={0} onClick={() => leaveFullScreen()}>
        {pixels && <Pattern kind={kind} step={step} pixels={pixels} />}
      </div>
    </div>
  );
}

/** By touch there is no Escape. */
function leaveFullScreen(): void {
  if (document.fullscreenElement) void document.exitFullscreen();
}

function Pattern({ kind, step, pixels }: { kind: Kind; step: number; pixels: DevicePixels }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const { width, height, ratio } = pixels;
  useEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (!context) return;
    const image = {
      qc: () => qualityControl(width, height),
      step: () => luminanceStep(width, height, luminanceLevels[step] ?? 255),
      uniform10: () => uniform(width, height, Math.round(255 * 0.1)),
      uniform80: () => uniform(width, height, Math.round(255 * 0.8)),
    }[kind]();
    context.putImageData(image.toImageData(), 0, 0);
    if (kind === 'qc') drawTexts(context, width, height);
  }, [kind, step, width, height]);
  return (
    <canvas
      ref={canvas}
      width={width}
      height={height}
      data-pattern={kind}
      style={{ width: width / ratio, height: height / ratio }}
    />
  );
}
