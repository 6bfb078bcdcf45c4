import { ResliceEngine } from './resliceEngine.ts';
import type { ReslicePort } from './resliceMessages.ts';

new ResliceEngine(self as unknown as ReslicePort);
