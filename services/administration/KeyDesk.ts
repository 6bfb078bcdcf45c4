import { z } from 'zod';
import { audited, type Doer } from '../accounts/index.ts';
import { keyInput, type ApiKey, type ApiKeyInput } from '../identity/index.ts';
import type { AdministrationTools } from './AdministrationTools.ts';

/** Keys of programs, as administrators make and revoke them. */
export class KeyDesk {
  readonly #tools: AdministrationTools;

  constructor(tools: AdministrationTools) {
    this.#tools = tools;
  }

  list(): Promise<ApiKey[]> {
    return this.#tools.keys.list();
  }

  /** @returns the key's text, which cannot be had again @throws ZodError; AuditUnavailable */
  async create(doer: Doer, input: ApiKeyInput): Promise<{ text: string; key: ApiKey }> {
    const { name, ruleIds, addresses, expiresAt } = keyInput.parse(input);
    const now = new Date(this.#tools.clock());
    if (expiresAt && expiresAt <= now) throw refusal('expiresAt', 'a time to come');
    const known = new Map((await this.#tools.rules.list()).map(({ rule }) => [rule.id, rule]));
    for (const id of ruleIds)
      if (known.get(id)?.effect !== 'allow')
        throw refusal('ruleIds', `there is no rule ${id} that allows something`);
    const detail = { what: 'new key', name, rules: ruleIds, addresses, expiresAt: expiresAt?.toISOString() };
    return audited(
      this.#tools.audit,
      doer,
      { event: 'securityAlert', type: 'userSecurityAttributesChanged', action: 'C', detail },
      () => this.#tools.keys.create(input, now),
    );
  }

  /** It takes away, so it is told afterwards. @returns whether it was good until now */
  async revoke(doer: Doer, id: string): Promise<boolean> {
    const { keys, cache, audit, clock, onProblem } = this.#tools;
    const key = await keys.byId(id);
    if (!key || key.revokedAt) return false;
    const revoked = await keys.revoke(id, new Date(clock()));
    cache.dropSession(id);
    await audit
      .append({
        ...{ event: 'securityAlert', type: 'userSecurityAttributesChanged', action: 'D', outcome: 0 },
        ...doer,
        detail: { what: 'key revoked', key: id, name: key.name },
      })
      .catch(onProblem);
    return revoked;
  }
}

const refusal = (field: string, message: string): z.ZodError =>
  new z.ZodError([{ code: 'custom', path: [field], message, input: undefined }]);
