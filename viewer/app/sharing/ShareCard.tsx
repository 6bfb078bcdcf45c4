import { Button, NativeSelect } from '@mantine/core';
import { IconArrowLeft, IconPrinter } from '@tabler/icons-react';
import { useRef, useState } from 'react';
import { useTranslation } from '../../i18n/index.ts';
import { newExtraction, qrAddress, type Share, type SharingSettings } from '../../identity/index.ts';
import { printElement } from '../reading-room/objects/printElement.ts';
import { dateAndTime } from '../timeText.ts';
import { CopyText } from '../worklist/CopyText.tsx';
import { shareProblem } from './shareProblem.ts';
import classes from './sharing.module.css';

const hourChoices = [1, 24, 72, 168, 720];

interface ShareCardProps {
  share: Share;
  /** Patient, date, what was examined. */
  about: string;
  settings: SharingSettings;
  onChanged: () => Promise<void>;
  onBack: () => void;
}

/** What is given to somebody of a share: the code to scan, the link, a slip of paper with both, and the code for the files. */
export function ShareCard({ share, about, settings, onChanged, onBack }: ShareCardProps) {
  const { t } = useTranslation(['sharing', 'common']);
  const slip = useRef<HTMLDivElement>(null);
  const { origin } = window.location;
  const isGood = share.state === 'open' || share.state === 'not-yet';
  return (
    <div className={classes.card}>
      <div ref={slip} className={classes.slip}>
        <img
          src={qrAddress(share, 'svg', origin)}
          alt={t('qr')}
          width={196}
          height={196}
          data-share={share.id}
        />
        <div>
          <h3>{t('slip.title')}</h3>
          <p>{about}</p>
          <p>{t(share.proof === 'account' ? 'slip.signIn' : 'slip.how', { for: share.for })}</p>
          <p>{t('slip.until', { date: dateAndTime(share.validUntil) })}</p>
        </div>
      </div>
      <div className={classes.given}>
        <p className={classes.link}>
          <CopyText text={origin + share.path} label={t('copyLink')} />
        </p>
        <div className={classes.actions}>
          <Button
            size="compact-sm"
            variant="default"
            leftSection={<IconPrinter size={16} stroke={1.6} aria-hidden />}
            onClick={() => slip.current && void printElement(slip.current, t('slip.title'))}
          >
            {t('print')}
          </Button>
          {(['png', 'svg'] as const).map((format) => (
            <Button
              key={format}
              size="compact-sm"
              variant="default"
              component="a"
              href={qrAddress(share, format, origin)}
              download={`qr-${share.id.slice(0, 8)}.${format}`}
            >
              {t('save', { kind: format.toUpperCase() })}
            </Button>
          ))}
        </div>
        {share.download && isGood && share.proof !== 'account' && (
          <Extraction
            share={share}
            longestHours={settings.limits.longestExtractionHours}
            onChanged={onChanged}
          />
        )}
        <Button
          className={classes.back}
          size="compact-sm"
          variant="subtle"
          leftSection={<IconArrowLeft size={16} stroke={1.6} aria-hidden />}
          onClick={onBack}
        >
          {t('back')}
        </Button>
      </div>
    </div>
  );
}

/** The code without which no files are handed out: seen once, by who makes it. */
function Extraction({
  share,
  longestHours,
  onChanged,
}: {
  share: Share;
  longestHours: number;
  onChanged: () => Promise<void>;
}) {
  const { t } = useTranslation(['sharing', 'common']);
  const choices = hourChoices.filter((hours) => hours <= longestHours);
  const [hours, setHours] = useState(Math.min(24, longestHours));
  const [made, setMade] = useState<{ code: string; until: string }>();
  const [problem, setProblem] = useState<string>();
  const [now] = useState(Date.now);
  const make = async (): Promise<void> => {
    setProblem(undefined);
    try {
      setMade(await newExtraction(share.id, hours));
      await onChanged();
    } catch (error) {
      setProblem(shareProblem(error, t));
    }
  };
  return (
    <section className={classes.extraction}>
      <h4>{t('extraction.title')}</h4>
      {made ? (
        <p role="status">
          <output>{`${made.code.slice(0, 4)} ${made.code.slice(4)}`}</output>
          <span>{t('extraction.once', { date: dateAndTime(made.until) })}</span>
        </p>
      ) : (
        <p>
          {share.extractionUntil !== null && Date.parse(share.extractionUntil) > now
            ? t('extraction.there', { date: dateAndTime(share.extractionUntil) })
            : t('extraction.none')}
        </p>
      )}
      <div className={classes.actions}>
        <NativeSelect
          size="xs"
          aria-label={t('extraction.hours')}
          value={hours}
          data={choices.map((one) => ({
            value: String(one),
            label: one % 24 === 0 ? t('days', { count: one / 24 }) : t('hours', { count: one }),
          }))}
          onChange={({ currentTarget }) => setHours(Number(currentTarget.value))}
        />
        <Button size="compact-sm" variant="default" onClick={() => void make()}>
          {t('extraction.make')}
        </Button>
      </div>
      {problem !== undefined && (
        <span role="alert" className={classes.failed}>
          {problem}
        </span>
      )}
    </section>
  );
}
