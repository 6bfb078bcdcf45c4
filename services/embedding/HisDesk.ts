import { audited, type AccountTools, type Doer } from '../accounts/index.ts';
import { hisInput, type HisInput } from './hisInput.ts';
import type { HisSystem, HisSystems } from './HisSystems.ts';

/** What administrators do with the systems that may embed the viewer. */
export class HisDesk {
  readonly #tools: AccountTools;
  readonly #systems: HisSystems;

  constructor(tools: AccountTools, systems: HisSystems) {
    this.#tools = tools;
    this.#systems = systems;
  }

  list(): Promise<HisSystem[]> {
    return this.#systems.list();
  }

  find(id: string): Promise<HisSystem | undefined> {
    return this.#systems.byId(id);
  }

  /** @throws ZodError; HisError; AuditUnavailable */
  async create(doer: Doer, input: HisInput): Promise<HisSystem> {
    const { issuer, algorithm, enabled } = hisInput.parse(input);
    const detail = { what: 'new HIS', issuer, algorithm, enabled };
    return this.#changing(doer, 'C', detail, () =>
      this.#systems.create(input, new Date(this.#tools.clock())),
    );
  }

  /** @throws ZodError; HisError; AuditUnavailable */
  async update(doer: Doer, { id }: HisSystem, version: number, input: HisInput): Promise<HisSystem> {
    const { issuer, algorithm, enabled, origins, institution, scope, key } = hisInput.parse(input);
    const detail = { what: 'HIS', his: id, issuer, algorithm, enabled, origins, institution, scope };
    const system = await this.#changing(doer, 'U', { ...detail, newKey: key !== undefined }, () =>
      this.#systems.update(id, version, input),
    );
    this.#tools.cache.dropHis(id);
    return system;
  }

  /** Its sessions end. @throws HisError; AuditUnavailable */
  async remove(doer: Doer, { id, issuer }: HisSystem): Promise<void> {
    await this.#changing(doer, 'D', { what: 'HIS', his: id, issuer }, () => this.#systems.remove(id));
    this.#tools.cache.dropHis(id);
  }

  #changing<T>(
    doer: Doer,
    action: 'C' | 'U' | 'D',
    detail: Record<string, unknown>,
    act: () => Promise<T>,
  ): Promise<T> {
    const event = { event: 'securityAlert', type: 'securityConfiguration', action, detail } as const;
    return audited(this.#tools.audit, doer, event, act);
  }
}
