import { audited, type AccountTools, type Doer } from '../accounts/index.ts';
import { randomDigits, type PasswordHasher } from '../crypto/index.ts';
import type { SmsProvider } from '../identity/index.ts';
import type { Share } from './Share.ts';
import { ShareError } from './ShareError.ts';
import type { ShareInput } from './shareInput.ts';
import { readShareLimits, writeShareLimits, type ShareLimits } from './shareLimits.ts';
import type { Shares } from './Shares.ts';

export interface SharingTools extends AccountTools {
  shares: Shares;
  hasher: PasswordHasher;
  /** undefined: no messages can be sent, so nobody can prove a telephone */
  sms: SmsProvider | undefined;
}

/** What is shared, as the guard has found it. */
export interface SharedStudy {
  studyInstanceUid: string;
  /** All that is to be shared, this one among them. */
  studies: readonly string[];
  patientIndex: string | undefined;
}

/** Somebody a study can be shared with by name. */
export interface Expert {
  readonly id: string;
  readonly name: string;
  readonly institutions: readonly string[];
}

const dayMs = 86_400_000;
const hourMs = 3_600_000;
/** Clocks of browsers differ a little, and a form takes its time. */
const slackMs = 10 * 60_000;
const extractionDigits = 8;

/** Sharing, for who shares and for who administrates. */
export class ShareDesk {
  readonly #tools: SharingTools;

  constructor(tools: SharingTools) {
    this.#tools = tools;
  }

  /** Whether a telephone can be proven here. */
  get sendsCodes(): boolean {
    return this.#tools.sms !== undefined;
  }

  /** With whom it can be shared by name: consulting experts, who see nothing else. */
  async experts(): Promise<Expert[]> {
    const everybody = await this.#tools.people.list();
    return everybody
      .filter(({ role, disabledAt }) => role === 'consulting expert' && !disabledAt)
      .map(({ id, name, institutions }) => ({ id, name, institutions }));
  }

  /** @throws ShareError `not-allowed`, `sms-not-configured`; AuditUnavailable */
  async create(doer: Doer, createdBy: string, study: SharedStudy, input: ShareInput): Promise<Share> {
    const now = this.#now();
    const {
      phone = null,
      idDigits = null,
      person: personId = null,
      history,
      report,
      download,
      maxOpenings,
    } = input;
    const validFrom = input.validFrom === undefined ? now : new Date(input.validFrom);
    const validUntil = new Date(input.validUntil);
    await this.#assertAllowed({ ...input, validFrom, validUntil }, now);
    const { studyInstanceUid, studies } = study;
    const detail = {
      ...{
        what: 'share',
        ...(personId === null ? { for: phone ?? 'digits of an ID' } : { person: personId }),
        studies,
        history,
        report,
        download,
      },
      ...{ validFrom, validUntil, maxOpenings },
    };
    const share = await audited(
      this.#tools.audit,
      doer,
      {
        ...{ event: 'securityAlert', type: 'objectSecurityAttributesChanged', action: 'C' },
        ...{ studyInstanceUid, patientIndex: study.patientIndex, detail },
      },
      () =>
        this.#tools.shares.create(
          {
            ...{ createdBy, studyInstanceUid, studies, history, report, download, phone, idDigits, personId },
            ...{ validFrom, validUntil, maxOpenings },
          },
          now,
        ),
    );
    // Here at once; elsewhere it is announced.
    if (personId !== null) this.#tools.cache.dropPerson(personId);
    return share;
  }

  /** @param by undefined: everybody's */
  list(by: string | undefined, study: string | undefined): Promise<Share[]> {
    return this.#tools.shares.list({ by, study });
  }

  find(id: string): Promise<Share | undefined> {
    return this.#tools.shares.byId(id);
  }

  /** It is over at once, everywhere: nobody opens it any more, and who has it open is out. */
  async revoke(doer: Doer, { id, personId, studyInstanceUid }: Share): Promise<void> {
    const { database, shares, sessions, cache, tally, audit, onProblem } = this.#tools;
    const change = { by: doer.actor.id ?? 'administrator', now: this.#now() };
    const ended = await database.db.transaction().execute(async (within) => {
      await shares.revoke(within, id, change);
      return sessions.revokeOfShare(within, id, change);
    });
    if (personId !== null) cache.dropPerson(personId);
    for (const session of ended) {
      cache.dropSession(session);
      await tally.end(session).catch(onProblem);
    }
    // It takes away and gives nothing, so it is done first and told afterwards, as with sessions.
    await audit
      .append({
        ...{ event: 'securityAlert', type: 'objectSecurityAttributesChanged', action: 'D', outcome: 0 },
        ...{
          ...doer,
          studyInstanceUid,
          detail: { what: 'share withdrawn', share: id, sessions: ended.length },
        },
      })
      .catch(onProblem);
  }

  /**
   * A code without which no files are handed out, shown once.
   * @throws ShareError `not-allowed`; PasswordError `busy`; AuditUnavailable
   */
  async newExtraction(doer: Doer, share: Share, hours: number): Promise<{ code: string; until: Date }> {
    const { limits } = await this.limits();
    if (!share.download || !limits.download || share.personId !== null)
      throw new ShareError('not-allowed', 'files of this share are not handed out');
    if (hours > limits.longestExtractionHours)
      throw new ShareError(
        'not-allowed',
        `hours: at most ${limits.longestExtractionHours} for a code of extraction`,
      );
    const code = randomDigits(extractionDigits);
    const hash = await this.#tools.hasher.hash(code);
    const until = new Date(Math.min(this.#tools.clock() + hours * hourMs, share.validUntil.getTime()));
    const { id, studyInstanceUid } = share;
    await audited(
      this.#tools.audit,
      doer,
      {
        ...{ event: 'securityAlert', type: 'objectSecurityAttributesChanged', action: 'U' },
        ...{ studyInstanceUid, detail: { what: 'code of extraction', share: id, until } },
      },
      () => this.#tools.shares.setExtraction(id, hash, until),
    );
    return { code, until };
  }

  limits(): Promise<{ limits: ShareLimits; version: number }> {
    return readShareLimits(this.#tools.database.db);
  }

  /** @returns whether `version` still was the one there @throws AuditUnavailable */
  setLimits(doer: Doer, limits: ShareLimits, version: number): Promise<boolean> {
    const detail = { what: 'limits of sharing', ...limits };
    return audited(
      this.#tools.audit,
      doer,
      { event: 'securityAlert', type: 'securityConfiguration', action: 'U', detail },
      () => writeShareLimits(this.#tools.database.db, limits, version),
    );
  }

  async #assertAllowed(
    {
      phone,
      idDigits,
      person,
      report,
      download,
      maxOpenings,
      validFrom,
      validUntil,
    }: Omit<ShareInput, 'validFrom' | 'validUntil'> & { validFrom: Date; validUntil: Date },
    now: Date,
  ): Promise<void> {
    const refuse = (why: string): never => {
      throw new ShareError('not-allowed', why);
    };
    const { limits } = await this.limits();
    if ([phone, idDigits, person].filter((one) => one !== undefined).length !== 1)
      refuse('phone, idDigits or person: one of them');
    if (person !== undefined) {
      if (!(await this.experts()).some(({ id }) => id === person)) refuse('person: no consulting expert');
      if (!report) refuse('report: a consulting expert sees it');
      if (maxOpenings !== null) refuse('maxOpenings: not for somebody with an account');
      if (validFrom > now) refuse('validFrom: not for somebody with an account');
    }
    if (idDigits !== undefined && !limits.idDigits) refuse('idDigits: not allowed here');
    if (phone !== undefined && !this.sendsCodes)
      throw new ShareError('sms-not-configured', 'No messages can be sent from here, so no code either');
    if (download && !limits.download) refuse('download: not allowed here');
    if (
      person === undefined &&
      limits.mostOpenings !== null &&
      (maxOpenings === null || maxOpenings > limits.mostOpenings)
    )
      refuse(`maxOpenings: at most ${limits.mostOpenings}`);
    if (validUntil <= validFrom || validUntil <= now) refuse('validUntil: has to be later');
    const from = Math.max(validFrom.getTime(), now.getTime());
    if (validFrom.getTime() > now.getTime() + limits.longestDays * dayMs) refuse('validFrom: too late');
    if (validUntil.getTime() - from > limits.longestDays * dayMs + slackMs)
      refuse(`validUntil: at most ${limits.longestDays} days later`);
  }

  #now(): Date {
    return new Date(this.#tools.clock());
  }
}
