import type { Automation } from './automationTypes.ts';

const listeners = new Set<(automation: Automation | undefined) => void>();

/** Offers these commands as `window.yunying`; undefined takes back what is offered. */
export function publish(automation: Automation | undefined): void {
  if (automation) window.yunying = automation;
  else delete window.yunying;
  for (const listener of listeners) listener(automation);
}

/** Calls `listener` with the commands of the room that is open, at once where there is one, and again with those of each other one. */
export function followAutomation(listener: (automation: Automation | undefined) => void): () => void {
  listeners.add(listener);
  if (window.yunying) listener(window.yunying);
  return () => listeners.delete(listener);
}
